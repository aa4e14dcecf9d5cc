import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../api/graphql.js';
import { browserNow } from '../clock.js';
import { Answer } from './answer.js';

export const scopeQuery = graphql(`
  query Scope {
    flow {
      services
      environments
      firstAt
      lastAt
      watermark
      asOf
    }
  }
`);

export type FlowScope = ResultOf<typeof scopeQuery>['flow'];

interface Held {
  scope: FlowScope;
  /** When the scope was read: what `the last 90 days` counts back from, the same on every page. */
  now: Date;
}

const ScopeContext = createContext<Held | undefined>(undefined);

/** What can be asked, for the pages inside. */
export const Provide = ({ scope, children }: { scope: FlowScope; children: ReactNode }) => {
  const held = useMemo(() => ({ scope, now: browserNow() }), [scope]);
  return <ScopeContext value={held}>{children}</ScopeContext>;
};

/** Learns what can be asked before any page asks it. */
export const ScopeGate = ({ children }: { children: ReactNode }) => {
  const query = useQuery({ query: scopeQuery });
  return (
    <Answer query={query} what="what there is to see" height={400}>
      {({ flow }) => <Provide scope={flow}>{children}</Provide>}
    </Answer>
  );
};

export const useScope = (): Held => {
  const held = useContext(ScopeContext);
  if (!held) throw new Error('useScope is for pages inside ScopeGate');
  return held;
};
