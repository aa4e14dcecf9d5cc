import type { WhatIfChange } from './queries.js';

/** What each kind of change is called in an address; `wait:0.5:Review` is half of the wait before Review. */
const WORDS: Readonly<Record<string, WhatIfChange['kind']>> = {
  wait: 'SCALE_WAIT',
  process: 'SCALE_PROCESS',
  without: 'REMOVE_STEP',
  accuracy: 'RAISE_COMPLETE_AND_ACCURATE',
};
const NAME = 'try';
/** As many as the service tries at once. */
const MOST = 100;

const changeOf = (text: string): WhatIfChange | undefined => {
  const [, word = '', amount = '', step] = /^([a-z]+):([\d.]*):(.+)$/.exec(text) ?? [];
  const kind = WORDS[word];
  if (!kind || !step) return undefined;
  if (kind === 'REMOVE_STEP') return { kind, step };
  const number = amount === '' ? Number.NaN : Number(amount);
  if (Number.isNaN(number)) return undefined;
  return kind === 'RAISE_COMPLETE_AND_ACCURATE'
    ? { kind, step, completeAndAccurate: number }
    : { kind, step, factor: number };
};

const textOf = ({ kind, step, factor, completeAndAccurate }: WhatIfChange): string => {
  const word = Object.keys(WORDS).find((one) => WORDS[one] === kind)!;
  return `${word}:${factor ?? completeAndAccurate ?? ''}:${step}`;
};

/** The changes that an address tries, in their order; what cannot be understood counts as not said. */
export const readChanges = (search: string): WhatIfChange[] =>
  new URLSearchParams(search)
    .getAll(NAME)
    .flatMap((text) => changeOf(text) ?? [])
    .slice(0, MOST);

/** A query string that tries these changes, with everything else in it kept. */
export const withChanges = (search: string, changes: readonly WhatIfChange[]): string => {
  const query = new URLSearchParams(search);
  query.delete(NAME);
  for (const change of changes) query.append(NAME, textOf(change));
  const text = query.toString();
  return text && `?${text}`;
};
