import { useSyncExternalStore } from 'react';
import { keep, kept } from './storage.js';

const ID = 'throughline.participant';
const NAME = 'throughline.participant-name';

const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Somebody at this browser: a dozen laptops that are signed in alike are a dozen participants. */
export const participantId = (): string => {
  const known = kept(ID);
  if (known) return known;
  const made = crypto.randomUUID();
  keep(ID, made);
  return made;
};

const participantName = (): string | undefined => kept(NAME);

export const nameParticipant = (name: string): void => {
  keep(NAME, name.trim().slice(0, 80));
  for (const listener of listeners) listener();
};

/** What the person at this browser is called; undefined until they said so. */
export const useParticipantName = (): string | undefined => useSyncExternalStore(subscribe, participantName);
