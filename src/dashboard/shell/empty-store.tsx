import { useEffect } from 'react';
import { type AnyVariables, type DocumentInput, useClient } from 'urql';
import { scopeQuery } from './scope.js';

const lookAgainEvery = 4_000;
const nothing = {};

/** Asks again every few seconds; the answer reaches every reader of the query through the cache. */
export const useLookAgain = <Variables extends AnyVariables>(
  query: DocumentInput<unknown, Variables>,
  variables: Variables,
): void => {
  const client = useClient();
  useEffect(() => {
    const look = () =>
      client
        .query(query, variables, { requestPolicy: 'network-only' })
        .toPromise()
        .catch(() => undefined);
    const timer = setInterval(look, lookAgainEvery);
    return () => clearInterval(timer);
  }, [client, query, variables]);
};

/** What a page shows while the store holds nothing: what to do next. */
export const EmptyStore = ({ title }: { title: string }) => {
  useLookAgain(scopeQuery, nothing);
  return (
    <section className="notice empty">
      <h1>{title}</h1>
      <p>Nothing has been recorded yet. Import the history of a git repository to see its numbers here:</p>
      <pre>
        <code>npx throughline import git ~/src/my-repository</code>
      </pre>
      <p>
        This page looks again by itself every few seconds. To follow a repository as it changes, send its
        webhooks to <code>/hooks/github</code>, or events in the CloudEvents format to <code>/events</code>.
      </p>
    </section>
  );
};
