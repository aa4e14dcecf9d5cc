import type { ReactNode } from 'react';
import type { AnyVariables, OperationContext, UseQueryState } from 'urql';
import { errorSentence } from '../api/client.js';

interface Props<Data, Variables extends AnyVariables> {
  query: [UseQueryState<Data, Variables>, (options?: Partial<OperationContext>) => void];
  /** What is being loaded, for the waiting and the failing sentence: `the lead time`. */
  what: string;
  /** How high the waiting box is, so that nothing jumps when the answer comes. */
  height?: number;
  /** What is shown stays while the same question is asked again. */
  keep?: boolean;
  children: (data: Data) => ReactNode;
}

export const Failure = ({ what, reason, retry }: { what: string; reason: string; retry: () => void }) => (
  <div className="notice failure" role="alert">
    <p>
      Could not load {what}: {reason}
    </p>
    <button type="button" onClick={retry}>
      Try again
    </button>
  </div>
);

export const Waiting = ({ what, height }: { what: string; height?: number }) => (
  <div className="waiting" role="status" style={{ minHeight: height }}>
    <span>Loading {what} …</span>
  </div>
);

/** An answer, or why there is none yet. An answer to an earlier question is never shown as that to this one. */
export const Answer = <Data, Variables extends AnyVariables>(props: Props<Data, Variables>) => {
  const [{ data, error, fetching, stale }, execute] = props.query;
  if (error && !fetching) {
    const retry = () => execute({ requestPolicy: 'network-only' });
    return <Failure what={props.what} reason={errorSentence(error)} retry={retry} />;
  }
  if (!data || (fetching && !stale && !props.keep))
    return <Waiting what={props.what} height={props.height} />;
  return <>{props.children(data)}</>;
};
