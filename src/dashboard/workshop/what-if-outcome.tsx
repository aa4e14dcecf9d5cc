import { useMemo } from 'react';
import type { Distribution } from './board.js';
import { DistributionFigure } from './distribution-figure.js';
import type { WhatIfAnswer } from './queries.js';

type Outcomes = Pick<WhatIfAnswer, 'recorded' | 'predicted'>;

const distributionOf = ({ flowTime, histogram }: Outcomes['recorded']): Distribution => ({
  ...flowTime,
  bars: histogram,
});

/** What came of the recorded items, beside what would come of them. */
export const WhatIfOutcome = ({ answer }: { answer: Outcomes }) => {
  const all = useMemo(
    () => [
      { name: 'Recorded', of: distributionOf(answer.recorded) },
      { name: 'Predicted', of: distributionOf(answer.predicted) },
    ],
    [answer],
  );
  return <DistributionFigure caption="Flow time, recorded and predicted" all={all} />;
};
