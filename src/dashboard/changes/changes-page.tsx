import { useMemo } from 'react';
import { useSearch } from 'wouter/use-browser-location';
import { FilterBar } from '../filters/filter-bar.js';
import { useFilters } from '../filters/use-filters.js';
import { EmptyStore } from '../shell/empty-store.js';
import { usePageTitle } from '../shell/route-focus.js';
import { useScope } from '../shell/scope.js';
import { ChangesTabs } from '../trail/tabs.js';
import { ChangeList } from './change-list.js';
import { readSearch } from './search.js';
import { SearchFields } from './search-fields.js';

const Content = () => {
  const asked = useFilters('all');
  const { filter, zone } = asked.question;
  const search = readSearch(useSearch());
  // A change that no environment has seen yet is looked for here too.
  const everywhere = useMemo(() => ({ ...filter, environment: null }), [filter]);
  return (
    <>
      <ChangesTabs />
      <FilterBar asked={asked} plain>
        <SearchFields />
      </FilterBar>
      <header className="lead">
        <h1>Changes</h1>
        <p className="subject">
          Everything that somebody decided to change: what became of it, and how long it took.
        </p>
      </header>
      <ChangeList
        key={JSON.stringify([everywhere, search])}
        filter={everywhere}
        search={search}
        zone={zone}
        shownBefore={0}
      />
    </>
  );
};

export const ChangesPage = () => {
  usePageTitle('Changes');
  const { scope } = useScope();
  return scope.firstAt === null ? <EmptyStore title="Changes" /> : <Content />;
};
