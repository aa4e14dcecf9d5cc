import type { Actor } from '../../events/vocabulary.js';
import type { RundeckSetting } from './settings.js';

/** Rundeck knows its users by their sign-in. The same login on another Rundeck may be somebody else. */
export const personOf = (
  login: string | undefined,
  { source, settings }: RundeckSetting,
): Actor | undefined => {
  if (!login || login === '-' || login === 'null') return undefined;
  const who = { id: `${source}:${login}`, name: login };
  return settings.bots.includes(login)
    ? { ...who, kind: 'bot', confidence: 'bot' }
    : { ...who, kind: 'human', confidence: 'authenticated' };
};
