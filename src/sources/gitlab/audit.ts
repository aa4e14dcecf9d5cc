import { eventId } from '../../events/event-id.js';
import { overrideOf } from '../../events/override.js';
import type { Actor } from '../../events/vocabulary.js';
import { textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { type Record, SOURCE, userId } from './parts.js';

/** Entries of the audit log, as GitLab streams them and as its API tells them. */

/** What the words of an entry are about, the most telling first. */
const KINDS: readonly [RegExp, string][] = [
  [/protected_?branch|branch protection|push access|merge access|force push/i, 'branch-protection'],
  [/protected_?tag/i, 'tag-protection'],
  [/protected_?environment/i, 'environment-protection'],
  [/approval|approver|merge_request_(?:author|committer)/i, 'approval-rule'],
  [/token/i, 'access-token'],
  [/\bssh|gpg|deploy_?key|\bkey\b/i, 'access-key'],
  [/member|access_level|user_?access/i, 'membership'],
  [/permission|role|visibility|two_factor|2fa|sso|saml/i, 'permission'],
  [/variable/i, 'variable'],
  [/runner/i, 'runner'],
  [/hook|integration/i, 'integration'],
  [/feature_?flag|operations::featureflag/i, 'feature-flag'],
  [/merge_?request/i, 'change'],
];

/** What happens all day and changes nothing. */
const TRAFFIC = /^(?:repository_git_operation|user_signed_in|user_signed_out|authenticated_with_)/;

const wordsOf = (value: Fields): (string | undefined)[] => [
  textAt(value, 'event_type') ?? textAt(value, 'event_name') ?? textAt(value, 'details.event_name'),
  textAt(value, 'details.target_type') ?? textAt(value, 'target_type'),
  actOf(value),
];

const ACTS = ['change', 'add', 'remove', 'custom_message', 'with'] as const;

const actOf = ({ details }: Fields): string | undefined => {
  const told = fieldsOf(details);
  const act = ACTS.find((one) => typeof told[one] === 'string' && told[one] !== '');
  return (
    act && (act === 'custom_message' || act === 'with' ? textAt(told, act) : `${act} ${textAt(told, act)}`)
  );
};

const kindOf = (value: Fields): string => {
  for (const word of wordsOf(value)) {
    const known = word && KINDS.find(([pattern]) => pattern.test(word));
    if (known) return known[1];
  }
  return 'setting';
};

/** An entry names its author by number and by what people call them, rarely by an address. */
const authorOf = ({ value, instance }: Record): Actor | undefined => {
  const name = textAt(value, 'details.author_name') ?? textAt(value, 'author_name');
  const email = textAt(value, 'details.author_email');
  const number = textAt(value, 'author_id');
  const isPerson = number !== undefined && /^[1-9]\d*$/.test(number);
  if (!isPerson) return undefined;
  const id = email?.includes('@') ? `mailto:${email.toLowerCase()}` : userId(instance, `users/${number}`);
  return { id, name, kind: 'human', confidence: 'authenticated' };
};

export const interpretAuditEvent = (record: Record): Told => {
  const { value, instance } = record;
  const [id, at] = [textAt(value, 'id'), timeAt(value, 'created_at')];
  const type = wordsOf(value)[0];
  if (!id || !at) return ignored('The audit event tells no id or no time.');
  if (type && TRAFFIC.test(type)) return ignored(`${type} of the audit log changes nothing.`);
  if (type && BYPASS.test(type)) return bypassTold(record, at);
  const scope = textAt(value, 'details.entity_path') ?? textAt(value, 'entity_path');
  const entity =
    scope ?? [textAt(value, 'entity_type'), textAt(value, 'entity_id')].filter(Boolean).join('/');
  const kind = kindOf(value);
  const target = textAt(value, 'details.target_details') ?? textAt(value, 'target_details');
  const resource = [instance, entity, kind, target].filter(Boolean).join('/').slice(0, 1_000);
  const act = actOf(value);
  return told({
    type: 'resource.changed',
    id: eventId('resource.changed', SOURCE, instance, 'audit', id),
    source: SOURCE,
    at,
    resource,
    kind,
    name: target,
    actor: authorOf(record),
    from: textAt(value, 'details.from'),
    to: textAt(value, 'details.to') ?? textAt(value, 'details.as'),
    detail: [type, act].filter(Boolean).join(': ') || undefined,
  });
};

/** A policy of approvals that holds back a merge request or a push was passed by: GitLab's own words say whose project. */
const BYPASS = /^security_policy_\w+_bypass$/;
const BYPASSED_REQUEST = /\(([\w./-]{1,500})!(\d{1,10})\) has been bypassed/;
const BYPASSED_PUSH = /for project '([\w./-]{1,500})' has been bypassed/;

const bypassTold = (record: Record, at: string): Told => {
  const { value, host } = record;
  const words = actOf(value) ?? '';
  const [, path = BYPASSED_PUSH.exec(words)?.[1], iid] = BYPASSED_REQUEST.exec(words) ?? [];
  if (!path) return ignored('The audit event of a bypass does not name its project.');
  return told(
    overrideOf({
      source: SOURCE,
      at,
      actor: authorOf(record),
      repo: `${host}/${path}`,
      branch: textAt(value, 'details.branch_name'),
      change: iid,
      detail: words,
    }),
  );
};
