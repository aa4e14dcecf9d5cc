import { count } from '../format/number.js';
import { Popover } from '../shell/popover.js';
import type { Proof } from './proof.js';
import { ProofLine } from './proof-line.js';

/** `n = 42`, and on demand what was left out, the zone and the time of the answer: where there is no room for it all. */
export const ProofPopover = ({ proof, noun, title }: { proof: Proof; noun: string; title: string }) => (
  <Popover className="quiet" label={`n = ${count(proof.n)}`} title={`What ${title.toLowerCase()} counts`}>
    <ProofLine proof={proof} noun={noun} />
  </Popover>
);
