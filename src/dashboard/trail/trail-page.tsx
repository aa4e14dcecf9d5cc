import { useMemo } from 'react';
import { useSearch } from 'wouter/use-browser-location';
import { FilterBar } from '../filters/filter-bar.js';
import { useFilters } from '../filters/use-filters.js';
import { EmptyStore } from '../shell/empty-store.js';
import { usePageTitle } from '../shell/route-focus.js';
import { useScope } from '../shell/scope.js';
import { ActList } from './act-list.js';
import { Exports } from './exports.js';
import { QuestionFields } from './question-fields.js';
import { auditFilterOf, readTrailSearch } from './search.js';
import { ChangesTabs } from './tabs.js';

/** The same question, to be asked again with the same answer. */
const pinnedAt = (search: string, asOf: string | null): string => {
  const query = new URLSearchParams(search);
  if (asOf && !query.has('asOf')) query.set('asOf', asOf);
  return `?${query.toString()}`;
};

const Content = () => {
  const asked = useFilters('all');
  const search = useSearch();
  const { scope } = useScope();
  const filter = useMemo(() => auditFilterOf(asked, readTrailSearch(search)), [asked, search]);
  return (
    <>
      <ChangesTabs />
      <FilterBar asked={asked} plain />
      <header className="lead">
        <h1>Audit trail</h1>
        <p className="subject">
          Every change, deployment, execution, opened shell, approval and configuration edit: who, where,
          what, and whether it is acceptable. That you read it is written down.
        </p>
      </header>
      <QuestionFields environment={asked.filters.environment ?? ''} />
      <div className="list-actions">
        <Exports filter={filter} />
        <a href={pinnedAt(search, scope.asOf)}>Permalink</a>
      </div>
      <ActList key={JSON.stringify(filter)} filter={filter} zone={asked.question.zone} shownBefore={0} />
    </>
  );
};

export const TrailPage = () => {
  usePageTitle('Audit trail');
  const { scope } = useScope();
  return scope.watermark === null ? <EmptyStore title="Audit trail" /> : <Content />;
};
