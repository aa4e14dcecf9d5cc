import { count, counted, percent } from '../format/number.js';
import { ruleWords } from '../format/words.js';
import { type Drawing, options } from './drawing.js';
import type { Palette } from './palette.js';

export interface RuleCounts {
  rules: readonly { rule: string; count: number }[];
  n: number;
}

/** How many changes each rule caught. */
export const drawRules = ({ rules, n }: RuleCounts, palette: Palette): Drawing => ({
  type: 'bar',
  data: {
    labels: rules.map(({ rule }) => ruleWords(rule)),
    datasets: [
      {
        type: 'bar',
        label: 'Changes',
        data: rules.map((row) => row.count),
        backgroundColor: palette.main,
        maxBarThickness: 26,
      },
    ],
  },
  options: options({
    palette,
    horizontal: true,
    values: { title: 'changes', tick: count, whole: true },
    heading: (index) => ruleWords(rules[index]!.rule),
    line: ({ raw }) => `${counted(Number(raw), 'change')}, ${n > 0 ? percent(Number(raw) / n) : 'no data'}`,
  }),
});
