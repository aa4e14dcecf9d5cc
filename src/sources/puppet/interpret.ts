import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { DeliveryEvent, EventOf, EventType } from '../../events/vocabulary.js';
import { lookUp } from '../../support/look-up.js';
import { ignored, type Told, told } from '../records.js';
import type { PropertyChange, PuppetSettings, Report } from './payload.js';
import { type Touched, touchedIn } from './resources.js';

const SOURCE = 'puppet';
/** More than anybody reads one by one; the rest is counted in one event, never left out in silence. */
const MOST_RESOURCES = 10_000;

/** One run of Puppet on one host, ready to be told. */
interface Run {
  readonly report: Report;
  readonly host: string;
  readonly at: string;
  /** The same by the agent's post and by PuppetDB. */
  readonly key: string;
  readonly environment: string | undefined;
  readonly links: string[] | undefined;
}

const factId = (type: EventType, run: Run, ...parts: readonly string[]): string =>
  eventId(type, SOURCE, run.host, run.key, ...parts);

const runOf = (report: Report, settings: PuppetSettings): Run | undefined => {
  const host = report.certname ?? report.host;
  const times = [report.end_time, report.time, report.start_time, report.producer_timestamp];
  const at = times.find((time) => time !== undefined);
  if (!host || !at) return undefined;
  const { environment, code_id: code, configuration_version: version } = report;
  return {
    report,
    host,
    at,
    key:
      report.transaction_uuid ?? [report.start_time ?? report.time ?? at, version].filter(Boolean).join('/'),
    environment: environment && (lookUp(settings.environments, environment) ?? environment),
    links: linkList(report.job_id && `puppet-job:${report.job_id}`, ...linksIn(code, version)),
  };
};

export const interpretReport = (report: Report, settings: PuppetSettings): Told => {
  const run = runOf(report, settings);
  if (!run) return ignored('The report names neither a host nor a time.');
  const touched = touchedIn(report);
  const done = touched.filter(({ state }) => state !== 'pending');
  return told(
    appeared(run, done),
    ran(run, done),
    hostReported(run, done),
    drift(run, touched),
    ...done.slice(0, MOST_RESOURCES).map((one) => changed(run, one)),
    theRest(run, done.length - MOST_RESOURCES),
  );
};

const common = (run: Run) => ({ at: run.at, source: SOURCE, links: run.links, environment: run.environment });

const LATEST_MS = 8.64e15;

/**
 * A server appears with its first report, and the first run of a server changes something. Each such run tells it, and of
 * all that are known the earliest counts, since its revision is the highest.
 */
const appeared = (run: Run, done: readonly Touched[]): DeliveryEvent | undefined => {
  if (done.length === 0) return undefined;
  const shortName = run.host.split('.')[0];
  return {
    ...common(run),
    type: 'resource.created',
    id: eventId('resource.created', SOURCE, run.host),
    resource: `puppet:${run.host}`,
    kind: 'server',
    name: run.host,
    host: run.host,
    aliases: shortName && shortName !== run.host ? [shortName] : undefined,
    detail: 'the earliest known run of Puppet on it',
    revision: LATEST_MS - Date.parse(run.at),
  };
};

const outcomeOf = (
  { status }: Report,
  done: readonly Touched[],
): EventOf<'execution.finished'>['outcome'] => {
  return status === 'failed' || done.some(({ state }) => state === 'failed') ? 'failure' : 'success';
};

const executionOf = (run: Run): string => `puppet:${run.host}/${run.key}`;

const ran = (run: Run, done: readonly Touched[]): DeliveryEvent => ({
  ...common(run),
  type: 'execution.finished',
  id: factId('execution.finished', run),
  execution: executionOf(run),
  action: run.report.noop ? 'puppet agent --noop' : 'puppet agent',
  hosts: [run.host],
  outcome: outcomeOf(run.report, done),
});

const valuesOf = ({ old_value, previous_value, new_value, desired_value }: PropertyChange) => ({
  from: old_value ?? previous_value,
  to: new_value ?? desired_value,
});

const ABSENT = /^(?:absent|purged|held|present|installed|latest)$/;
const GONE = /^(?:absent|purged)$/;

/** Packages whose version the run set: what it left alone it does not tell. */
const hostReported = (run: Run, done: readonly Touched[]): DeliveryEvent => {
  const packages = done
    .filter(({ kind, state }) => kind === 'package' && state === 'changed')
    .flatMap(({ title, changes }) => {
      const ensure = changes.find(({ property, status }) => property === 'ensure' && status === 'success');
      const to = ensure && valuesOf(ensure).to;
      return to ? [{ title, to }] : [];
    });
  const versions = packages.filter(({ to }) => !ABSENT.test(to)).map(({ title, to }) => [title, to]);
  const removed = packages.filter(({ to }) => GONE.test(to)).map(({ title }) => title);
  const { code_id: code, configuration_version: version } = run.report;
  return {
    ...common(run),
    type: 'host.reported',
    id: factId('host.reported', run),
    host: run.host,
    versions: versions.length > 0 ? (Object.fromEntries(versions) as Record<string, string>) : undefined,
    removed: removed.length > 0 ? removed : undefined,
    configurationDigest: code ?? version,
  };
};

/** Whether the host was as the code says it should be, before this run. Only runs that looked for it tell. */
const drift = (run: Run, touched: readonly Touched[]): DeliveryEvent | undefined => {
  const { noop, noop_pending: pending, corrective_change: corrective, status } = run.report;
  const waiting = pending === true || touched.some(({ state }) => state === 'pending');
  const drifted = corrective === true || touched.some((one) => one.corrective);
  if (!noop && !waiting && corrective === undefined) return undefined;
  return {
    ...common(run),
    type: 'verification.finished',
    id: factId('verification.finished', run),
    suite: noop ? 'puppet-noop' : 'puppet-drift',
    outcome: status === 'failed' ? 'error' : drifted || waiting ? 'failure' : 'success',
    resource: `puppet:${run.host}`,
    hosts: [run.host],
    links: linkList(linkTo.execution(executionOf(run)), ...(run.links ?? [])),
  };
};

/** One value, or each property with its own. */
const joined = (changes: readonly PropertyChange[], side: 'from' | 'to'): string | undefined => {
  const [only] = changes;
  if (changes.length === 1 && only) return valuesOf(only)[side];
  const parts = changes.map((change) => `${change.property ?? 'value'}: ${valuesOf(change)[side] ?? ''}`);
  return parts.length > 0 ? parts.join('; ').slice(0, 10_000) : undefined;
};

const changed = (run: Run, one: Touched): DeliveryEvent => {
  const said = one.changes.map(({ message }) => message).filter((message) => message !== undefined);
  return {
    ...common(run),
    type: 'resource.changed',
    id: factId('resource.changed', run, one.reference),
    at: one.at ?? run.at,
    resource: `puppet:${run.host}/${one.reference}`.slice(0, 1_000),
    kind: one.kind,
    name: one.title,
    host: run.host,
    from: joined(one.changes, 'from'),
    to: joined(one.changes, 'to'),
    detail: [one.place, ...said].filter(Boolean).join(' ').slice(0, 10_000) || undefined,
    corrective: one.corrective || undefined,
    outcome: one.state === 'failed' ? 'failure' : undefined,
    links: linkList(linkTo.execution(executionOf(run)), ...(run.links ?? [])),
  };
};

const theRest = (run: Run, count: number): DeliveryEvent | undefined =>
  count > 0
    ? {
        ...common(run),
        type: 'resource.changed',
        id: factId('resource.changed', run, 'the rest'),
        resource: `puppet:${run.host}`,
        kind: 'server',
        host: run.host,
        detail: `${count} more resources were changed than the ${MOST_RESOURCES} that are told one by one`,
      }
    : undefined;
