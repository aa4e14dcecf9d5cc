import { lazy, Suspense, useMemo } from 'react';
import { Provider } from 'urql';
import { Route, Switch } from 'wouter';
import { createClient } from './api/client.js';
import { useSignedOut } from './api/session.js';
import { ChangePage } from './changes/change-page.js';
import { ChangesPage } from './changes/changes-page.js';
import { CompliancePage } from './compliance/compliance-page.js';
import { FlowPage } from './flow/flow-page.js';
import { HandoffsPage } from './handoffs/handoffs-page.js';
import { ItemPage } from './items/item-page.js';
import { ReportsPage } from './reports/reports-page.js';
import { Waiting } from './shell/answer.js';
import { ErrorBoundary } from './shell/error-boundary.js';
import { NotFound } from './shell/not-found.js';
import { ScopeGate } from './shell/scope.js';
import { Shell } from './shell/shell.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { SourcesPage } from './sources/sources-page.js';
import { StreamPage } from './stream/stream-page.js';
import { LinePage } from './trail/line-page.js';
import { TrailPage } from './trail/trail-page.js';

// Fetched when somebody goes there: no other page needs the connection that it keeps.
const WorkshopsPage = lazy(async () => ({
  default: (await import('./workshop/workshops-page.js')).WorkshopsPage,
}));
const WorkshopPage = lazy(async () => ({
  default: (await import('./workshop/workshop-page.js')).WorkshopPage,
}));

const Pages = () => (
  <ScopeGate>
    <Suspense fallback={<Waiting what="the page" height={400} />}>
      <Switch>
        <Route path="/" component={FlowPage} />
        <Route path="/stream" component={StreamPage} />
        <Route path="/handoffs" component={HandoffsPage} />
        <Route path="/items/*" component={ItemPage} />
        <Route path="/changes" component={ChangesPage} />
        <Route path="/changes/*" component={ChangePage} />
        <Route path="/workshop" component={WorkshopsPage} />
        <Route path="/workshop/:id" component={WorkshopPage} />
        <Route path="/trail" component={TrailPage} />
        <Route path="/trail/*" component={LinePage} />
        <Route path="/compliance" component={CompliancePage} />
        <Route path="/compliance/*" component={CompliancePage} />
        <Route path="/reports" component={ReportsPage} />
        <Route path="/sources" component={SourcesPage} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  </ScopeGate>
);

export const App = () => {
  const signedOut = useSignedOut();
  // Nothing of one session's answers is kept for the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new client whenever the session changes
  const client = useMemo(createClient, [signedOut]);
  return (
    <Provider value={client}>
      <Shell signedOut={signedOut}>
        <ErrorBoundary>{signedOut ? <SignInPage /> : <Pages />}</ErrorBoundary>
      </Shell>
    </Provider>
  );
};
