// Apart from the payload's schema, which the thread that reads a log would have to load.
import type { CaseStory, LogRow } from './payload.js';

/** What a payload holds but for what only the store knows: how many versions of the log came before. */
export interface LogPart {
  readonly rows: readonly LogRow[];
  readonly cases: readonly CaseStory[];
  /** 1 for what is told again at the end, and must win over what was told before. */
  readonly correction: 0 | 1;
}

/** A part as text, in which it goes from thread to thread. */
export interface WrittenPart {
  /** JSON of its rows and cases. */
  readonly content: string;
  readonly correction: 0 | 1;
}

export const writtenPart = ({ rows, cases, correction }: LogPart): WrittenPart => ({
  content: JSON.stringify({ rows, cases }),
  correction,
});

/** @param before how many versions of the log were imported before. @returns JSON of an `EventLogPayload`. */
export const payloadOf = (log: string, before: number, { content, correction }: WrittenPart): string => {
  const told = JSON.stringify({ log, revision: 2 * before + correction });
  return `${told.slice(0, -1)},${content.slice(1)}`;
};
