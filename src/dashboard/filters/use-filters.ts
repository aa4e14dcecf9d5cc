import { useMemo } from 'react';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { browserZone } from '../clock.js';
import { useScope } from '../shell/scope.js';
import { type Filters, type Preset, readFilters, withFilters } from './filters.js';
import { type Question, resolve } from './resolve.js';

export interface Asked {
  filters: Filters;
  question: Question;
  /** Changes some filters; the URL is the only place they are kept. */
  change: (some: Partial<Filters>) => void;
}

/** The filters of the URL and the question they make. `unsaid` is the range where the URL names none. */
export const useFilters = (unsaid?: Preset): Asked => {
  const search = useSearch();
  const { scope, now } = useScope();
  return useMemo(() => {
    const filters = readFilters(search);
    return {
      filters,
      question: resolve(filters, { scope, now, browserZone: browserZone(), unsaid }),
      change: (some) => navigate(location.pathname + withFilters(location.search, { ...filters, ...some })),
    };
  }, [search, scope, now, unsaid]);
};
