import { useQuery } from 'urql';
import type { ChangeStory } from '../changes/queries.js';
import { moment } from '../format/time.js';
import { StandingLink } from '../shell/standing-link.js';
import { Answers } from './answers.js';
import { PackLink } from './pack-link.js';
import { answersQuery } from './queries.js';
import { deploymentLine, linePath } from './words.js';

interface Props {
  line: string;
  zone: string;
  asOf: string | undefined;
  deliveries: ChangeStory['deliveries'];
}

/** Each deployment leads to its line, which names the hosts. */
const Delivered = ({ deliveries, zone }: Omit<Props, 'line' | 'asOf'>) => {
  if (deliveries.length === 0) return <p className="no-data">Not delivered to any environment yet.</p>;
  return (
    <ul>
      {deliveries.map(({ service, environment, deployment, version, deliveredAt }) => (
        <li key={`${service} ${environment}`}>
          {service} in {environment}:{' '}
          <StandingLink href={linePath(deploymentLine(service, environment, deployment))}>
            {version ?? deployment}
          </StandingLink>
          , {moment(deliveredAt, zone)}
        </li>
      ))}
    </ul>
  );
};

/**
 * The four questions about a change that took effect. Where the trail has no line of it, or not yet, its story is there
 * without them.
 */
export const ChangeAnswers = ({ line, zone, asOf, deliveries }: Props) => {
  const [{ data }] = useQuery({ query: answersQuery, variables: { id: line, asOf: asOf ?? null } });
  if (!data?.auditEntry) return null;
  return (
    <>
      <p className="labels">
        <PackLink id={line} asOf={asOf} />
      </p>
      <Answers
        act={data.auditEntry.entry}
        zone={zone}
        delivered={<Delivered deliveries={deliveries} zone={zone} />}
      />
    </>
  );
};
