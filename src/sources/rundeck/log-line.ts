import { TZDate } from '@date-fns/tz';
import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { shortHash } from '../../support/hash.js';
import { isoOf, nameOf, type Told } from '../reading.js';
import { interpretExecution } from './execution.js';
import { personOf } from './people.js';
import { definitionId, executionId, type RundeckSetting, SOURCE } from './settings.js';

/** Lines of `rundeck.audit.events.log`, `rundeck.executions.log` and `rundeck.jobs.log`. */
const LINE = /^\s*\[(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,3}))?\d*\]\s+(.*)$/s;
const EXECUTION =
  /^(\S+) (start|finish|delete|abort|kill)\w* \[(\d+):([\w-]*)\] (\S+) ([^\s/]*)\/(\S*) "\/?(.{0,1000})"\[([\w-]*)\]/;
const JOB = /^(\S+) (create|modify|update|delete)d? \[([\w-]*)\] (\S+) "\/?(.{0,1000})" \((\w*)\)/;

export const interpretLine = (line: string, setting: RundeckSetting): Told => {
  const parts = LINE.exec(line.slice(0, 20_000));
  const at = parts && timeOf(parts.slice(1, 8), setting.settings.zone);
  if (!parts || !at)
    return 'The line does not begin with a time in brackets, as the lines of Rundeck’s logs do';
  const text = parts[8]!;
  const audit = text.indexOf('AuditEvent {');
  if (audit >= 0) return auditEvent(text.slice(audit), at, setting);
  const execution = EXECUTION.exec(text);
  if (execution) return executionEvent(execution, at, setting);
  const job = JOB.exec(text);
  if (job) {
    const [, user, change, jobId, project, path] = job;
    const edit = { user, change: change!, jobId, project: project!, path: path! };
    return [definitionEvent(edit, at, setting)];
  }
  return 'The line is none of the audit trail, the executions or the jobs';
};

/** The lines say the time on the server's wall; which zone that is only a person knows. */
const timeOf = (parts: readonly (string | undefined)[], zone: string): string | undefined => {
  const [year, month, day, hour, minute, second, fraction = '0'] = parts;
  const told = [year, month, day, hour, minute, second].map(Number);
  const milliseconds = Number(fraction.padEnd(3, '0'));
  const [y, mo, d, h, mi, s] = told as [number, number, number, number, number, number];
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59) return undefined;
  return isoOf(new TZDate(y, mo - 1, d, h, mi, s, milliseconds, zone).getTime());
};

const executionEvent = (parts: RegExpExecArray, at: string, setting: RundeckSetting): Told => {
  const [, , event, id, state, project, user, abortedBy, job, jobId] = parts;
  if (event === 'delete') return 'That the record of an execution was deleted changes nothing that happened';
  const time = event === 'start' ? { 'date-started': at } : { 'date-ended': at };
  const known = { id, project, user, abortedby: abortedBy, job: { name: job, id: jobId }, ...time };
  const status = event === 'start' ? 'running' : state;
  return interpretExecution({ ...known, status }, setting, event);
};

interface Edit {
  readonly user: string | undefined;
  readonly change: string;
  readonly project: string;
  readonly path: string;
  readonly jobId?: string | undefined;
  readonly kind?: string;
}

const CHANGES = new Map([
  ['create', 'resource.created'],
  ['delete', 'resource.removed'],
] as const) as ReadonlyMap<string, 'resource.created' | 'resource.removed'>;

/** The same edit stands in two logs, some milliseconds apart; nobody edits a job twice in a second. */
const definitionEvent = (edit: Edit, at: string, setting: RundeckSetting): DeliveryEvent => {
  const type = CHANGES.get(edit.change) ?? 'resource.changed';
  const path = `${edit.project}/${edit.path}`;
  const resource = executionId(setting, path);
  const isJob = edit.kind === undefined;
  const names = isJob ? [path, ...(edit.jobId ? [edit.jobId] : [])] : [];
  return {
    type,
    id: eventId(type, resource, at.slice(0, 19)),
    source: SOURCE,
    at,
    actor: personOf(edit.user, setting),
    resource,
    kind: edit.kind ?? 'job-definition',
    // One of the two logs may know only the path of a job that is new.
    revision: isJob && edit.jobId ? 1 : undefined,
    links: linkList(
      ...linksIn(edit.path),
      ...names.map((name) => linkTo.definition(definitionId(setting, name))),
    ),
  };
};

const memberOf = (text: string, name: string): string | undefined => {
  const start = text.indexOf(`${name}='`);
  if (start < 0) return undefined;
  const from = start + name.length + 2;
  const end = text.indexOf("'", from);
  return end < 0 ? undefined : nameOf(text.slice(from, end));
};

const auditEvent = (text: string, at: string, setting: RundeckSetting): Told => {
  const resource = text.slice(text.lastIndexOf('ResourceInfo={'));
  const trail: Trail = {
    text,
    at,
    action: memberOf(text, 'ActionType') ?? '',
    user: memberOf(text, 'username'),
    type: memberOf(resource, 'resourceType') ?? '',
    name: /resourceName='(.*)'\}/s.exec(resource)?.[1] ?? '',
  };
  if (trail.action === 'login_success' || trail.action === 'logout') return [sessionEvent(trail, setting)];
  if (trail.action === 'run') return ranEvent(trail, setting);
  if (/^(?:create|update|modify|delete)$/.test(trail.action)) return [resourceEvent(trail, setting)];
  if (trail.action === 'login_failed') return 'Who could not sign in has opened nothing';
  return `The action ${trail.action || 'of the line'} changes nothing`;
};

interface Trail {
  readonly text: string;
  readonly at: string;
  readonly action: string;
  readonly user: string | undefined;
  readonly type: string;
  readonly name: string;
}

/** The id of a session opens it for whoever knows it, so only its hash is kept. */
const sessionEvent = ({ text, at, action, user }: Trail, setting: RundeckSetting): DeliveryEvent => {
  const session = shortHash(memberOf(text, 'sessionID') ?? `${user}${at}`);
  const access = executionId(setting, `sessions/${session}`);
  const type = action === 'logout' ? 'access.closed' : 'access.opened';
  return {
    type,
    id: eventId(type, access, at),
    source: SOURCE,
    at,
    actor: personOf(user, setting),
    access,
    host: memberOf(text, 'serverHostname'),
  };
};

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** `PROJECT:JOB-ID:GROUP/JOB:EXECUTION`; older versions say no execution, whose own record then tells it. */
const ranEvent = ({ at, user, name, type }: Trail, setting: RundeckSetting): Told => {
  const parts = name.split(':');
  const id = parts.at(-1) ?? '';
  if (!/^\d+$/.test(id))
    return `The line says that ${type || 'something'} ${name} was run, but not which execution that is`;
  const job = parts.length > 3 ? parts.at(-2)!.replace(/^\//, '') : undefined;
  const jobId = parts.length > 3 && UUID.test(parts[1]!) ? parts[1] : undefined;
  const record = {
    id,
    user,
    project: parts[0],
    job: { name: job, id: jobId },
    'date-started': at,
    status: 'running',
  };
  return interpretExecution(record, setting, 'start');
};

const resourceEvent = ({ at, action, user, type, name }: Trail, setting: RundeckSetting): DeliveryEvent => {
  const [project = '', ...rest] = name.split(':');
  const isJob = type === 'job' && rest.length > 0;
  const jobId = isJob ? rest.find((part) => UUID.test(part)) : undefined;
  const path = isJob ? (rest.find((part) => part.includes('/')) ?? rest.at(-1)!).replace(/^\//, '') : name;
  return definitionEvent(
    {
      user,
      change: action,
      project: isJob ? project : type || 'resource',
      path,
      jobId,
      kind: isJob ? undefined : type || undefined,
    },
    at,
    setting,
  );
};
