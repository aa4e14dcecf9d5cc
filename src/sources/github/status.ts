import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { linksTo, runOfPage } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, name, optional, optionalSha, pageOf, repository, text, user } from './parts.js';

export const statusBody = z.object({
  id: z.int(),
  state: name,
  context: optional(text),
  sha: optionalSha,
  target_url: optional(text),
  created_at: optional(instant),
  updated_at: optional(instant),
  sender: optional(user),
  repository,
});
type StatusEvent = z.output<typeof statusBody>;

const OUTCOMES = new Map<string, 'success' | 'failure' | 'error'>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'error'],
]);

/** What GitHub calls a status that was set without a name for what it is of. */
const UNNAMED = 'default';

/** A status that another system sets on a commit, as those do that run no checks: each time it is set it is a new one. */
export const interpretStatus = (status: StatusEvent): Interpretation => {
  const { id, state, sha, repository: repo, target_url: page } = status;
  const outcome = OUTCOMES.get(state);
  const at = status.created_at ?? status.updated_at;
  if (!outcome) return ignored(`The commit status is ${state}: nothing was verified yet`);
  if (!sha || !at)
    return ignored('The commit status names no commit or no time, so it verifies nothing known');
  return accepted({
    type: 'verification.finished',
    id: eventId('verification.finished', repo.id, 'status', id),
    source: SOURCE,
    at,
    actor: actorOf(repo.host, status.sender),
    url: pageOf(page),
    suite: status.context || UNNAMED,
    outcome,
    repo: repo.id,
    sha,
    links: linksTo(repo, { shas: [sha], run: runOfPage(page) }),
  });
};
