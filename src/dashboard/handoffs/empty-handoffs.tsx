import { useLookAgain } from '../shell/empty-store.js';
import { anyQuery } from './queries.js';
import { ever } from './span.js';

const variables = { filter: ever };

/** What the page shows while nothing was ever handed over: what to do next. */
export const EmptyHandoffs = () => {
  useLookAgain(anyQuery, variables);
  return (
    <section className="notice empty">
      <h1>Where does work wait?</h1>
      <p>
        No handoff is known yet. Import a log of your tickets, in XES or CSV, with a column that says who had
        them:
      </p>
      <pre>
        <code>npx throughline import log FILE</code>
      </pre>
      <p>
        Reviews, approvals and tickets of connected systems become handoffs by themselves. This page looks
        again every few seconds.
      </p>
    </section>
  );
};
