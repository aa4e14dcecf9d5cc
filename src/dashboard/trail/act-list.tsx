import { type ReactNode, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import type { AuditFilter } from '../api/graphql.js';
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
const Nothing = ({ filter }: { filter: AuditFilter }) => {
  const newest = useMemo(() => ({ filter, after: null }), [filter]);
  useLookAgain(trailQuery, newest);
  return (
    <p className="total" role="status">
      Nothing fits. Ask one thing less, or a longer time.
    </p>
  );
};

/** Pages without a line are passed over by themselves, up to so many. */
const PASSED_OVER = 20;

interface Place {
  after?: string;
  shownBefore: number;
  /** How many pages held nothing that fits, one after the other. */
  emptyBefore?: number;
}

interface Props extends Place {
  filter: AuditFilter;
  zone: string;
}

interface OlderProps {
  filter: AuditFilter;
  /** How many pages held nothing, with the one before. */
  empty: number;
  /** Renders the page before which nothing was found. */
  next: () => ReactNode;
}

/** None of the newest lines fits: whether an older one does, the count tells. */
const Older = ({ filter, empty, next }: OlderProps) => {
  const [{ data }] = useQuery({ query: trailCountQuery, variables: { filter } });
  const [further, setFurther] = useState(false);
  if (data?.auditTrail.totalCount === 0) return <Nothing filter={filter} />;
  if (further || empty % PASSED_OVER !== 0) return next();
  return (
    <p className="more">
      <span>Nothing yet: what fits is older.</span>
      <button type="button" onClick={() => setFurther(true)}>
        Look further
      </button>
    </p>
  );
};

/** One page of the trail, and the next on demand. A page may be short although there is more. */
export const ActList = ({ filter, zone, after, shownBefore, emptyBefore = 0 }: Props) => {
  const variables = useMemo(() => ({ filter, after: after ?? null }), [filter, after]);
  const query = useQuery({ query: trailQuery, variables });
  const following = (place: Place) => <ActList filter={filter} zone={zone} {...place} />;
  return (
    <Answer query={query} what="the audit trail" height={400}>
      {({ auditTrail: { nodes, pageInfo } }) => {
        const shown = shownBefore + nodes.length;
        const cursor = cursorOf(pageInfo);
        if (shown === 0) {
          if (cursor === undefined) return <Nothing filter={filter} />;
          const place = { after: cursor, shownBefore: 0, emptyBefore: emptyBefore + 1 };
          return <Older filter={filter} empty={emptyBefore + 1} next={() => following(place)} />;
        }
        return (
          <>
            {shownBefore > 0 ? null : (
              <Total filter={filter} counted={cursor === undefined ? nodes.length : undefined} />
            )}
            <ol className="rows" start={shownBefore + 1}>
              {nodes.map((act) => (
                <ActRow key={act.id} act={act} zone={zone} />
              ))}
            </ol>
            <More
              shown={shown}
              endCursor={cursor}
              next={(from) => following({ after: from, shownBefore: shown })}
            />
          </>
        );
      }}
    </Answer>
  );
};
