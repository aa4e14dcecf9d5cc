import { useMemo } from 'react';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { readChanges, withChanges } from './changes-in-url.js';
import type { WhatIfChange } from './queries.js';

/** The changes that are tried: the address says them, so that a link tries the same. */
export const useChanges = (): [WhatIfChange[], (changes: readonly WhatIfChange[]) => void] => {
  const search = useSearch();
  const changes = useMemo(() => readChanges(search), [search]);
  return [changes, (some) => navigate(location.pathname + withChanges(location.search, some))];
};
