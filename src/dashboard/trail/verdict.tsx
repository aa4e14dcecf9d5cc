import type { Verdict } from '../api/graphql.js';
import { count } from '../format/number.js';

/** A mark and a word besides the colour. */
const looks: Record<Verdict, { mark: string; word: string; name: string }> = {
  PASS: { mark: '✓', word: 'pass', name: 'Pass' },
  FAIL: { mark: '✕', word: 'fail', name: 'Fail' },
  EXCEPTION: { mark: '◐', word: 'exception', name: 'Exception' },
  UNKNOWN: { mark: '?', word: 'unknown', name: 'Unknown' },
};

/** The worst first. */
export const verdictOrder: readonly Verdict[] = ['FAIL', 'UNKNOWN', 'EXCEPTION', 'PASS'];

export const verdictName = (verdict: Verdict): string => looks[verdict].name;

export const VerdictLabel = ({ verdict }: { verdict: Verdict }) => (
  <span className={`label verdict ${looks[verdict].word}`}>
    <span aria-hidden="true">{looks[verdict].mark} </span>
    {looks[verdict].name}
  </span>
);

export const VerdictCount = ({ verdict, n }: { verdict: Verdict; n: number }) => (
  <span className={`verdict-count ${looks[verdict].word}`}>
    <span aria-hidden="true">{looks[verdict].mark} </span>
    {count(n)} <span>{looks[verdict].word}</span>
  </span>
);

/** How many verdicts of each kind there are; nothing where nothing was judged. */
export const VerdictCounts = ({ findings }: { findings: readonly { verdict: Verdict }[] }) =>
  verdictOrder
    .map((verdict) => ({ verdict, n: findings.filter((one) => one.verdict === verdict).length }))
    .filter(({ n }) => n > 0)
    .map(({ verdict, n }) => <VerdictCount key={verdict} verdict={verdict} n={n} />);
