import type { Actor } from '../vocabulary.js';

const HAS_SYSTEM = /^[a-z][a-z0-9+.-]*:/i;
const BOT = /\[bot\]$|[-_.]bot$/i;

/**
 * CDEvents name people by bare texts (`Bob`, `urn:user:bob`, `bob@example.org`). Whoever sends the event vouches for
 * them, so they are only asserted.
 */
export const personId = (who: string): string => {
  if (HAS_SYSTEM.test(who)) return who;
  return who.includes('@') ? `mailto:${who.toLowerCase()}` : `cdevents:${who}`;
};

export const person = (who: string | undefined): Actor | undefined => {
  if (!who) return undefined;
  const named = { id: personId(who), name: who };
  return BOT.test(who)
    ? { ...named, kind: 'bot', confidence: 'bot' }
    : { ...named, kind: 'human', confidence: 'asserted' };
};

/** The user of a registry is as a rule the name of a token, not a person. */
export const account = (who: string | undefined): Actor | undefined =>
  who ? { id: personId(who), name: who, kind: 'service', confidence: 'asserted' } : undefined;
