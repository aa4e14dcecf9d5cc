import { navigate, useSearch } from 'wouter/use-browser-location';
import type { VisitOrder } from '../api/graphql.js';
import { readSelection, type Selection, withSelection } from './selection.js';

export const orders: Record<VisitOrder, string> = {
  WAIT: 'longest wait',
  PROCESS: 'longest process time',
  LEAD: 'longest lead time',
};

/** What of the map is open: the address says it, so that a link opens the same. */
export const useSelection = (): [Selection | undefined, (selection: Selection | undefined) => void] => {
  const search = useSearch();
  return [
    readSelection(search),
    (selection) => navigate(location.pathname + withSelection(location.search, selection)),
  ];
};

/** By what the visits of a step are listed, as the address says it. */
export const useOrder = (): [VisitOrder, (order: VisitOrder) => void] => {
  const query = new URLSearchParams(useSearch());
  const known = (Object.keys(orders) as VisitOrder[]).find((order) => order === query.get('order'));
  const choose = (order: VisitOrder) => {
    query.set('order', order);
    navigate(`${location.pathname}?${query}`, { replace: true });
  };
  return [known ?? 'WAIT', choose];
};
