import { useQuery } from 'urql';
import type { FlowFilter } from '../api/graphql.js';
import { duration, exactSeconds } from '../format/duration.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { changePath } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { StandingLink } from '../shell/standing-link.js';
import { kindWords, shortName } from './kind.js';
import { PersonName } from './person-name.js';
import { changesQuery, type ListedChange } from './queries.js';
import { ScrapLabels } from './scrap-labels.js';
import type { Search } from './search.js';

const Delivered = ({ deliveries }: Pick<ListedChange, 'deliveries'>) => {
  if (deliveries.length === 0) return <span className="muted">not delivered yet</span>;
  return deliveries.map(({ service, environment, seconds, deployment, version }) => (
    <span
      key={`${service} ${environment}`}
      className="delivered"
      title={`${service}: ${version ?? deployment}`}
    >
      {environment}
      {seconds === null ? '' : ' after '}
      {seconds === null ? null : <b title={exactSeconds(seconds)}>{duration(seconds)}</b>}
    </span>
  ));
};

const ChangeRow = ({ change, zone }: { change: ListedChange; zone: string }) => (
  <li>
    <div className="row-main">
      <StandingLink href={changePath(change.id)} dir="auto">
        {change.title || change.id}
      </StandingLink>
      <ScrapLabels scrap={change.scrap} />
    </div>
    <div className="row-side">
      <Delivered deliveries={change.deliveries} />
    </div>
    <p className="row-detail">
      {kindWords[change.kind]} <code>{shortName(change)}</code> of {change.repo}
      {change.author ? (
        <>
          , by <PersonName who={change.author} />
        </>
      ) : null}
      , {moment(change.at, zone)}
    </p>
  </li>
);

interface Props {
  filter: FlowFilter;
  search: Search;
  zone: string;
  after?: string;
  shownBefore: number;
}

/** One page of the changes, and the next on demand. */
export const ChangeList = ({ filter, search, zone, after, shownBefore }: Props) => {
  const query = useQuery({
    query: changesQuery,
    variables: {
      filter,
      search: search.text || null,
      scrapped: search.scrapped ?? null,
      after: after ?? null,
    },
  });
  return (
    <Answer query={query} what="the changes" height={400}>
      {({ changes }) => {
        const shown = shownBefore + changes.nodes.length;
        return (
          <>
            {after ? null : (
              <p className="total" role="status">
                {changes.totalCount === 0
                  ? 'No change fits. Try fewer words, more services or a longer time.'
                  : counted(changes.totalCount, 'change')}
              </p>
            )}
            <ol className="rows" start={shownBefore + 1}>
              {changes.nodes.map((change) => (
                <ChangeRow key={change.id} change={change} zone={zone} />
              ))}
            </ol>
            <More
              shown={shown}
              total={changes.totalCount}
              endCursor={cursorOf(changes.pageInfo)}
              next={(cursor) => (
                <ChangeList filter={filter} search={search} zone={zone} after={cursor} shownBefore={shown} />
              )}
            />
          </>
        );
      }}
    </Answer>
  );
};
