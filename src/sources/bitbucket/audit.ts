import { eventId } from '../../events/event-id.js';
import { textAt, timeAt } from '../forge.js';
import { fieldsOf, listOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, type Record, SOURCE } from './parts.js';

const KINDS: readonly [RegExp, string][] = [
  [/branch.?(?:permission|restriction|protection)|restriction/i, 'branch-protection'],
  [/token|app.?password/i, 'access-token'],
  [/\bssh|gpg|access.?key|\bkey\b/i, 'access-key'],
  [/merge.?check|default.?reviewer|approv/i, 'approval-rule'],
  [/group.?member|added to group|removed from group|member/i, 'membership'],
  [/permission|privilege|granted|revoked/i, 'permission'],
  [/hook/i, 'integration'],
  [/repository|project/i, 'repository'],
];

/** An entry of a server's audit log, as its API and its audit file tell it. */
export const interpretAudit = ({ value, source, settings }: Record): Told => {
  const at = timeAt(value, 'timestamp.iso', 'timestamp', 'auditDate');
  const action =
    textAt(value, 'type.action') ?? textAt(value, 'auditType.action') ?? textAt(value, 'summary');
  if (!at || !action) return ignored('The audit entry tells no time or no action.');
  const category = textAt(value, 'type.category') ?? textAt(value, 'auditType.category');
  const named = listOf(value['affectedObjects']).map((one) => textAt(one, 'name') ?? textAt(one, 'id'));
  const objects = named.filter((one) => one !== undefined);
  const author = fieldsOf(value['author']);
  const changed = fieldsOf(listOf(value['changedValues'])[0]);
  const words = `${action} ${category ?? ''}`;
  const kind = KINDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'setting';
  const resource = [source, ...objects, kind].join('/').slice(0, 1_000);
  return told({
    type: 'resource.changed',
    id: eventId('resource.changed', SOURCE, source, resource, action, at),
    source: SOURCE,
    at,
    resource,
    kind,
    name: objects.at(-1),
    actor: actorOf(source, { slug: author['username'], displayName: author['name'] }, settings),
    from: textAt(changed, 'from'),
    to: textAt(changed, 'to'),
    detail: action,
  });
};
