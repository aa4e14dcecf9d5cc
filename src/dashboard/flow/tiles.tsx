import type { CombinedError } from 'urql';
import type { Question } from '../filters/resolve.js';
import { duration, exactSeconds } from '../format/duration.js';
import { pace, percent, trimmed } from '../format/number.js';
import type { Deployments, LeadTime, Previous, ScrapRate } from './queries.js';
import { Tile, type TileNumber, TilePlace } from './tile.js';
import type { Flow } from './use-flow.js';

const shareOf = { share: true, say: percent, words: { up: 'more', down: 'less' } };
const durationOf = {
  share: false,
  say: duration,
  exact: exactSeconds,
  words: { up: 'longer', down: 'shorter' },
};

const exactShare =
  ({ numerator, n }: { numerator: number; n: number }) =>
  (): string =>
    `${numerator} of ${n}`;

const leadTimeTile = (metric: LeadTime, previous?: Previous): TileNumber => ({
  ...durationOf,
  title: 'Lead time',
  meaning:
    metric.p90 === null
      ? 'Half took no longer'
      : `Half took no longer; 9 of 10 within ${duration(metric.p90)}`,
  subject: 'leadTime',
  value: metric.p50,
  before: previous?.leadTime.p50,
  noun: 'change',
  proof: metric,
});

const scrapTile = (metric: ScrapRate, previous?: Previous): TileNumber => ({
  ...shareOf,
  exact: exactShare(metric),
  title: 'Scrap rate',
  meaning: 'Changes that had to be reworked',
  subject: 'scrapRate',
  value: metric.rate,
  before: previous?.scrapRate.rate,
  noun: 'change',
  proof: metric,
});

const frequencyTile = ({ deploymentFrequency: metric }: Deployments, previous?: Previous): TileNumber => ({
  title: 'Deployment frequency',
  meaning: 'Successful deployments',
  subject: 'deploymentFrequency',
  value: metric.perDay,
  before: previous?.deploymentFrequency.perDay,
  share: false,
  say: pace,
  exact: (perDay) => `${trimmed(perDay, 6)} per day`,
  words: { up: 'more often', down: 'less often' },
  noun: 'deployment',
  proof: metric,
});

const failureTile = ({ changeFailureRate: metric }: Deployments, previous?: Previous): TileNumber => ({
  ...shareOf,
  exact: exactShare(metric),
  title: 'Change failure rate',
  meaning: 'Deployments that led to a failure',
  subject: 'changeFailureRate',
  value: metric.rate,
  before: previous?.changeFailureRate.rate,
  noun: 'deployment',
  proof: metric,
});

const recoveryTile = ({ recoveryTime: metric }: Deployments, previous?: Previous): TileNumber => ({
  ...durationOf,
  title: 'Recovery time',
  meaning: 'Half of the failures were over by then',
  subject: 'recoveryTime',
  value: metric.p50,
  before: previous?.recoveryTime.p50,
  noun: 'failure',
  proof: metric,
});

const reworkTile = ({ deploymentReworkRate: metric }: Deployments, previous?: Previous): TileNumber => ({
  ...shareOf,
  exact: exactShare(metric),
  title: 'Deployment rework rate',
  meaning: 'Unplanned deployments that mend a fault',
  subject: 'deploymentReworkRate',
  value: metric.rate,
  before: previous?.deploymentReworkRate.rate,
  noun: 'deployment',
  proof: metric,
});

interface SlotProps<Data> {
  title: string;
  query: readonly [{ data?: Data; fetching: boolean; stale: boolean; error?: CombinedError }, unknown];
  previous: Previous | undefined;
  question: Question;
  number: (data: Data, previous?: Previous) => TileNumber;
}

const Slot = <Data,>({
  title,
  query: [{ data, fetching, stale, error }],
  previous,
  question,
  number,
}: SlotProps<Data>) => {
  if (error && !fetching) {
    return (
      <TilePlace title={title}>
        <p className="failure-note">Could not be loaded.</p>
      </TilePlace>
    );
  }
  if (!data || (fetching && !stale)) {
    return (
      <TilePlace title={title}>
        <p className="value pending" role="status">
          <span className="unseen">Loading {title.toLowerCase()} …</span>
        </p>
      </TilePlace>
    );
  }
  return <Tile number={number(data, previous)} question={question} />;
};

/** Lead time, scrap rate and the figures of DORA's reports. */
export const Tiles = ({ flow, question }: { flow: Flow; question: Question }) => {
  const { leadTime, scrapRate, deployments, previous } = flow;
  const shared = { previous, question };
  return (
    <div className="tiles">
      <Slot
        title="Lead time"
        query={leadTime}
        number={(data, before) => leadTimeTile(data.leadTime, before)}
        {...shared}
      />
      <Slot title="Deployment frequency" query={deployments} number={frequencyTile} {...shared} />
      <Slot title="Change failure rate" query={deployments} number={failureTile} {...shared} />
      <Slot title="Recovery time" query={deployments} number={recoveryTile} {...shared} />
      <Slot title="Deployment rework rate" query={deployments} number={reworkTile} {...shared} />
      <Slot
        title="Scrap rate"
        query={scrapRate}
        number={(data, before) => scrapTile(data.scrapRate, before)}
        {...shared}
      />
    </div>
  );
};
