import { useQuery } from 'urql';
import { useSearch } from 'wouter/use-browser-location';
import { DefinitionPopover } from '../figure/definition-popover.js';
import { ProofLine } from '../figure/proof-line.js';
import { pinned } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { Answer } from '../shell/answer.js';
import type { WhatIfChange } from '../workshop/queries.js';
import { TriedChanges } from '../workshop/tried-changes.js';
import { useChanges } from '../workshop/use-changes.js';
import { WhatIfOutcome } from '../workshop/what-if-outcome.js';
import { proofOf } from './map-figure.js';
import { type Step, whatIfQuery } from './queries.js';

interface Props {
  steps: readonly Step[];
  asked: Asked;
  stream: string | undefined;
}

const Tried = ({ asked, stream, changes }: Omit<Props, 'steps'> & { changes: WhatIfChange[] }) => {
  const query = useQuery({
    query: whatIfQuery,
    variables: { filter: asked.question.filter, stream, changes },
  });
  const search = useSearch();
  return (
    <Answer query={query} what="what would come of it" height={260}>
      {({ whatIf }) => (
        <>
          <WhatIfOutcome answer={whatIf} />
          <footer>
            <ProofLine proof={proofOf(whatIf)} noun="item" />
            <div className="figure-actions">
              <DefinitionPopover definition={whatIf.definition} />
              <a
                href={`${pinned(asked.filters, asked.question, whatIf.asOf, search)}#what-if`}
                aria-label="Permalink to What if"
              >
                Permalink
              </a>
            </div>
          </footer>
        </>
      )}
    </Answer>
  );
};

/** What would come of the recorded items if steps were different; nothing is asked before something is tried. */
export const WhatIfFigure = ({ steps, asked, stream }: Props) => {
  const [changes, set] = useChanges();
  if (steps.length === 0) return null;
  return (
    <section id="what-if" className="figure wide" aria-labelledby="what-if-heading">
      <div className="figure-head">
        <h2 id="what-if-heading">What if</h2>
      </div>
      <p className="meaning">
        Sends the items that were recorded through the stream again as it would be, and shows how long each
        would take.
      </p>
      <TriedChanges steps={steps} changes={changes} set={set} />
      {changes.length > 0 ? (
        <Tried asked={asked} stream={stream} changes={changes} />
      ) : (
        <p className="no-data-here">Choose a step and what would be different at it.</p>
      )}
    </section>
  );
};
