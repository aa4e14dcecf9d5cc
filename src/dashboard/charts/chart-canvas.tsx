import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef } from 'react';
import { useTheme } from '../shell/theme.js';
import type { Draw } from './drawing.js';
import { readPalette } from './palette.js';
import { Chart } from './register.js';

interface Props<Input> {
  draw: Draw<Input>;
  /** Kept by the caller as long as it means the same: another object is drawn anew. */
  input: Input;
  /** What a person who does not see the chart should know. */
  label: string;
  height?: number;
  /** A click on the mark of that index. The same must be reachable by keyboard, in the table or a legend. */
  pick?: (index: number) => void;
}

/** What is drawn, readable from outside: a test holds it against the table. */
const drawn = ({ data }: ChartConfiguration): string =>
  JSON.stringify({
    labels: data.labels,
    lines: data.datasets.map((set) => ({ name: set.label, values: set.data })),
  });

export const ChartCanvas = <Input,>({ draw, input, label, height = 300, pick }: Props<Input>) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picked = useRef(pick);
  picked.current = pick;
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read
  useEffect(() => {
    const element = canvas.current!;
    const drawing = draw(input, readPalette(element.parentElement!)) as ChartConfiguration;
    element.dataset['drawn'] = drawn(drawing);
    const onClick: NonNullable<ChartConfiguration['options']>['onClick'] = (_, [mark]) => {
      if (mark) picked.current?.(mark.index);
    };
    const chart = new Chart(element, { ...drawing, options: { ...drawing.options, onClick } });
    return () => chart.destroy();
  }, [draw, input, theme]);
  return (
    <div className={pick ? 'chart pickable' : 'chart'} style={{ height }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
};
