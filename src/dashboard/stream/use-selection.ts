import { navigate, useSearch } from 'wouter/use-browser-location';
import type { VisitOrder } from '../api/graphql.js';

/** What of the map somebody wants to see the visits of; null: where items enter or are finished. */
export type Selection =
  | { kind: 'step'; step: string }
  /** The wait before a step, wherever items came from. */
  | { kind: 'wait'; step: string }
  | { kind: 'way'; from: string | null; to: string | null };

export const orders: Record<VisitOrder, string> = {
  WAIT: 'longest wait',
  PROCESS: 'longest process time',
  LEAD: 'longest lead time',
};

const NAMES = ['step', 'before', 'after', 'order'] as const;

/** `step=Review`: a step; `before=Review`: the wait before it; with `after=Build`: of those that came from there. */
export const readSelection = (search: string): Selection | undefined => {
  const query = new URLSearchParams(search);
  const [step, before, after] = [query.get('step'), query.get('before'), query.get('after')];
  if (step) return { kind: 'step', step };
  if (after !== null) return { kind: 'way', from: after || null, to: before || null };
  return before ? { kind: 'wait', step: before } : undefined;
};

const entriesOf = (selection: Selection): [string, string][] => {
  switch (selection.kind) {
    case 'step':
      return [['step', selection.step]];
    case 'wait':
      return [['before', selection.step]];
    case 'way':
      return [
        ['after', selection.from ?? ''],
        ['before', selection.to ?? ''],
      ];
  }
};

/** A query string with another selection, or none, and everything else in it kept. */
export const withSelection = (search: string, selection: Selection | undefined): string => {
  const query = new URLSearchParams(search);
  for (const name of NAMES) query.delete(name);
  if (selection) for (const [name, value] of entriesOf(selection)) query.set(name, value);
  const text = query.toString();
  return text && `?${text}`;
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
