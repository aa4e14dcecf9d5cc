/** What of the map somebody wants to see the visits of; null: where items enter or are finished. */
export type Selection =
  | { kind: 'step'; step: string }
  /** The wait before a step, wherever items came from. */
  | { kind: 'wait'; step: string }
  | { kind: 'way'; from: string | null; to: string | null };

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
