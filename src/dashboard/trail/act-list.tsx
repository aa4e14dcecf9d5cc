import { useMemo } from 'react';
import { useQuery } from 'urql';
import type { AuditFilter, VariablesOf } from '../api/graphql.js';
import { counted } from '../format/number.js';
import { Answer } from '../shell/answer.js';
import { useLookAgain } from '../shell/empty-store.js';
import { cursorOf, More } from '../shell/more.js';
import { ActRow } from './act-row.js';
import { trailCountQuery, trailQuery } from './queries.js';

/** Counted apart from the page where there is more: to count many takes longer than to show the newest. */
const Total = ({ filter, counted: known }: { filter: AuditFilter; counted: number | undefined }) => {
  const [{ data }] = useQuery({ query: trailCountQuery, variables: { filter }, pause: known !== undefined });
  const total = known ?? data?.auditTrail.totalCount;
  return (
    <p className="total" role="status">
      {total === undefined ? 'Counting …' : `${counted(total, 'line')}, the newest first`}
    </p>
  );
};

/** What comes meanwhile is shown by itself. */
const Nothing = ({ variables }: { variables: VariablesOf<typeof trailQuery> }) => {
  useLookAgain(trailQuery, variables);
  return (
    <p className="total" role="status">
      Nothing fits. Ask one thing less, or a longer time.
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
  const variables = useMemo(() => ({ filter, after: after ?? null }), [filter, after]);
  const query = useQuery({ query: trailQuery, variables });
  return (
    <Answer query={query} what="the audit trail" height={400}>
      {({ auditTrail: { nodes, pageInfo } }) => {
        const shown = shownBefore + nodes.length;
        if (shown === 0 && !pageInfo.hasNextPage) return <Nothing variables={variables} />;
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
