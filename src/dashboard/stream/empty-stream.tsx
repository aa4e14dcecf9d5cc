import { ever } from '../handoffs/span.js';
import { useLookAgain } from '../shell/empty-store.js';
import { anyItemQuery } from './queries.js';

const variables = { filter: ever };

/** What the page shows while no item is known: what to do next. */
export const EmptyStream = () => {
  useLookAgain(anyItemQuery, variables);
  return (
    <section className="notice empty">
      <h1>Where does the time go?</h1>
      <p>
        No ticket and no change request is known yet, so there is nothing to draw. Import a log of your
        tickets, in XES or CSV:
      </p>
      <pre>
        <code>npx throughline import log FILE</code>
      </pre>
      <p>
        Tickets and change requests of connected systems are drawn by themselves. This page looks again every
        few seconds.
      </p>
    </section>
  );
};
