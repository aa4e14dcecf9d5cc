import { count } from '../format/number.js';
import { moment } from '../format/time.js';
import { reasonWords } from '../format/words.js';
import type { Proof } from './proof.js';

const Excluded = ({ excluded }: Pick<Proof, 'excluded'>) => {
  const some = excluded.filter((one) => one.count > 0);
  if (some.length === 0) return <li>None left out</li>;
  return (
    <li>Left out: {some.map((one) => `${count(one.count)}\u00a0${reasonWords(one.reason)}`).join('; ')}</li>
  );
};

/** How many were counted and which were not, in which zone and as of when. */
export const ProofLine = ({ proof, noun }: { proof: Proof; noun: string }) => (
  <ul className="proof">
    <li>
      n&nbsp;=&nbsp;{count(proof.n)} of {count(proof.population)} {noun}s
    </li>
    <Excluded excluded={proof.excluded} />
    <li>Zone {proof.zone}</li>
    <li className="print-only">
      Definition {proof.definition.id} v{proof.definition.version}
    </li>
    <li>
      As of <time dateTime={proof.asOf}>{moment(proof.asOf, proof.zone)}</time>
    </li>
  </ul>
);
