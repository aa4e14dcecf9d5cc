import { useQuery } from 'urql';
import type { AuditFilter } from '../api/graphql.js';
import { counted } from '../format/number.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { ActRow } from './act-row.js';
import { trailCountQuery, trailQuery } from './queries.js';

/** Counted apart from the page where there is more: to count many takes longer than to show the newest. */
const Total = ({ filter, counted: known }: { filter: AuditFilter; counted: number | undefined }) => {
  const [{ data }] = useQuery({ query: trailCountQuery, variables: { filter }, pause: known !== undefined });
  const total = known ?? data?.auditTrail.totalCount;
  return (
    <p className="total" role="status">
      {total === undefined
        ? 'Counting …'
        : total === 0
          ? 'Nothing fits. Ask one thing less, or a longer time.'
          : `${counted(total, 'line')}, the newest first`}
    </p>
  );
};

interface Props {
  filter: AuditFilter;
  zone: string;
  after?: string;
  shownBefore: number;
}

/** One page of the trail, and the next on demand. A page may be short although there is more. */
export const ActList = ({ filter, zone, after, shownBefore }: Props) => {
  const query = useQuery({ query: trailQuery, variables: { filter, after: after ?? null } });
  return (
    <Answer query={query} what="the audit trail" height={400}>
      {({ auditTrail: { nodes, pageInfo } }) => {
        const shown = shownBefore + nodes.length;
        return (
          <>
            {after ? null : (
              <Total filter={filter} counted={pageInfo.hasNextPage ? undefined : nodes.length} />
            )}
            <ol className="rows" start={shownBefore + 1}>
              {nodes.map((act) => (
                <ActRow key={act.id} act={act} zone={zone} />
              ))}
            </ol>
            <More
              shown={shown}
              endCursor={cursorOf(pageInfo)}
              next={(cursor) => <ActList filter={filter} zone={zone} after={cursor} shownBefore={shown} />}
            />
          </>
        );
      }}
    </Answer>
  );
};
