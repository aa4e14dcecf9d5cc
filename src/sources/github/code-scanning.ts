import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { looseInstant, looseObject, looseText } from '../../support/loose.js';
import type { Interpretation } from '../source.js';
import { linksTo } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { name, optionalSha, pageOf, repository } from './parts.js';

export const codeScanningBody = z.object({
  action: name,
  alert: z.object({
    number: z.int(),
    html_url: looseText,
    created_at: looseInstant,
    updated_at: looseInstant,
    fixed_at: looseInstant,
    rule: looseObject({ id: looseText }),
    tool: looseObject({ name: looseText }),
  }),
  ref: looseText,
  commit_oid: optionalSha,
  repository,
});
type CodeScanningEvent = z.output<typeof codeScanningBody>;

const OUTCOMES = new Map<string, 'success' | 'failure'>([
  ['created', 'failure'],
  ['reopened', 'failure'],
  ['appeared_in_branch', 'failure'],
  ['fixed', 'success'],
]);

/** One rule of one tool, held against one commit: an alert says that the commit broke it, or keeps it again. */
export const interpretCodeScanning = ({
  action,
  alert,
  ref,
  commit_oid: sha,
  repository: repo,
}: CodeScanningEvent): Interpretation => {
  const outcome = OUTCOMES.get(action);
  if (!outcome) return ignored(`The code scanning alert was ${action}: no commit was looked at`);
  const at = outcome === 'success' ? (alert.fixed_at ?? alert.updated_at) : timeFound(action, alert);
  if (!sha || /^0+$/.test(sha) || !at)
    return ignored('The code scanning alert names no commit or no time, so it verifies nothing known');
  return accepted({
    type: 'verification.finished',
    id: eventId('verification.finished', repo.id, 'code_scanning', alert.number, action, sha),
    source: SOURCE,
    at,
    url: pageOf(alert.html_url),
    suite: [alert.tool?.name ?? 'code scanning', alert.rule?.id].filter((part) => part).join(' '),
    outcome,
    repo: repo.id,
    sha,
    links: [...(linksTo(repo, { shas: [sha] }) ?? []), ...(ref ? [`branch:${repo.id}@${ref}`] : [])],
  });
};

/** An alert keeps the time at which it was first found. */
const timeFound = (action: string, alert: CodeScanningEvent['alert']): string | undefined =>
  action === 'created' ? alert.created_at : (alert.updated_at ?? alert.created_at);
