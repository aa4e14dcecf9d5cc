import { useQuery } from 'urql';
import type { Question } from '../filters/resolve.js';
import { deploymentsQuery, leadTimeQuery, previousQuery, scrapRateQuery } from './queries.js';

/** The queries of the page. They run side by side, so that a slow number does not hold up the others. */
export const useFlow = ({ filter, previous, definition, clock, bucket }: Question) => {
  const leadTime = useQuery({ query: leadTimeQuery, variables: { filter, definition, clock, bucket } });
  const scrapRate = useQuery({ query: scrapRateQuery, variables: { filter, bucket } });
  const deployments = useQuery({ query: deploymentsQuery, variables: { filter, bucket } });
  const [before] = useQuery({
    query: previousQuery,
    variables: { filter: previous ?? filter, definition, clock },
    pause: previous === undefined,
  });
  // A paused query keeps the answer to its last question.
  const comparable = previous !== undefined && !before.fetching && !before.stale;
  return { leadTime, scrapRate, deployments, previous: comparable ? before.data : undefined };
};

export type Flow = ReturnType<typeof useFlow>;
