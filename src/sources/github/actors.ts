import type { Actor } from '../../events/vocabulary.js';
import { userId } from './ids.js';
import type { User } from './parts.js';

const BOT = /\[bot\]$/;

/** Stands in GitHub for everybody who deleted the account, so it names nobody. */
const NOBODY = 'ghost';

/** Somebody whom GitHub itself let in. A mannequin is a name that an import from elsewhere brought along. */
export const actorOf = (host: string, user: User | undefined): Actor | undefined => {
  if (!user || user.login === NOBODY) return undefined;
  const { login, type } = user;
  const who = { id: userId(host, login), name: login };
  if (type === 'Bot' || BOT.test(login)) return { ...who, kind: 'bot', confidence: 'bot' };
  if (type === 'Organization') return { ...who, kind: 'service', confidence: 'authenticated' };
  return { ...who, kind: 'human', confidence: type === 'Mannequin' ? 'asserted' : 'authenticated' };
};

/** An app acts under the login `slug[bot]`. */
export const appActor = (
  host: string,
  app: { slug?: string; name?: string } | undefined,
): Actor | undefined =>
  app?.slug
    ? { id: userId(host, `${app.slug}[bot]`), name: app.name ?? app.slug, kind: 'bot', confidence: 'bot' }
    : undefined;

/** The first human among those who may have started what `actor` did; undefined when that is the actor. */
export const initiatorOf = (
  actor: Actor | undefined,
  ...candidates: readonly (Actor | undefined)[]
): Actor | undefined => {
  const human = candidates.find((candidate) => candidate?.kind === 'human');
  return human && human.id !== actor?.id ? human : undefined;
};

interface GitIdentity {
  readonly name?: string;
  readonly email?: string;
  readonly username?: string;
}

/**
 * The author whom a commit names. Anybody can write any name there, so it is only asserted; the address is preferred
 * because it is all that a git history knows.
 */
export const authorOf = (host: string, author: GitIdentity | undefined): Actor | undefined => {
  if (!author) return undefined;
  const email = author.email?.trim().toLowerCase();
  const id = email ? `mailto:${email}` : author.username && userId(host, author.username);
  if (!id) return undefined;
  const isBot = [author.name, author.username, email?.split('@', 1)[0]].some(
    (part) => part && BOT.test(part),
  );
  return {
    id,
    name: author.name || author.username,
    ...(isBot ? { kind: 'bot', confidence: 'bot' } : { kind: 'human', confidence: 'asserted' }),
  };
};
