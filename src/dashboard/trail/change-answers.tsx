import { useQuery } from 'urql';
import { Answers } from './answers.js';
import { PackLink } from './pack-link.js';
import { answersQuery } from './queries.js';

/**
 * The four questions about a change that took effect. Where the trail has no line of it, or not yet, its story is there
 * without them.
 */
export const ChangeAnswers = ({ line, zone }: { line: string; zone: string }) => {
  const [{ data }] = useQuery({ query: answersQuery, variables: { id: line, asOf: null } });
  if (!data?.auditEntry) return null;
  return (
    <>
      <p className="labels">
        <PackLink id={line} />
      </p>
      <Answers act={data.auditEntry.entry} zone={zone} />
    </>
  );
};
