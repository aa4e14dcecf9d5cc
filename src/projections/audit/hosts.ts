import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { deployments } from '../folds/deployment.js';
import type { KeyedRows } from '../keyed-rows.js';
import { deploymentsOfKey } from './fold.js';
import { hostsIn } from './row.js';

/** What a host said of one of its parts, from the first report that said so until one that said otherwise. */
export type HostPartRow = {
  readonly host: string;
  /** `package:NAME`, or `configuration`, of which the value is the digest. */
  readonly part: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly value: string;
  readonly environment: string | null;
  /** The report before: it changed after that. null where it was there in the first report of the host. */
  readonly seen_before: string | null;
  readonly event_id: string;
};

export const CONFIGURATION = 'configuration';
export const packagePart = (name: string): string => `package:${name}`;

type Report = EventOf<'host.reported'>;

/** The parts that a report speaks of; undefined where it says that one is gone. */
const saidIn = ({
  versions = {},
  removed = [],
  configurationDigest,
}: Report): [string, string | undefined][] => [
  ...removed.map((name): [string, undefined] => [packagePart(name), undefined]),
  ...Object.entries(versions).map(([name, version]): [string, string] => [packagePart(name), version]),
  ...(configurationDigest ? [[CONFIGURATION, configurationDigest] as [string, string]] : []),
];

export const hostParts: KeyedRows<HostPartRow> = {
  prefixes: ['host'],
  table: 'host_part',
  columns: ['host', 'part', 'valid_from', 'valid_to', 'value', 'environment', 'seen_before', 'event_id'],
  identity: ['host', 'part', 'valid_from'],
  keyColumn: 'host',
  fold: (key, events) => {
    const host = key.slice('host:'.length);
    const reports = events.filter(
      (event): event is Report => event.type === 'host.reported' && event.host === host,
    );
    const ended: HostPartRow[] = [];
    const open = new Map<string, HostPartRow>();
    const end = (row: HostPartRow, at: string): void => {
      open.delete(row.part);
      if (row.valid_from < at) ended.push({ ...row, valid_to: at });
    };
    let before: string | null = null;
    for (const report of reports) {
      for (const [part, value] of saidIn(report)) {
        const known = open.get(part);
        if (known && known.value === value) continue;
        if (known) end(known, report.at);
        if (value === undefined) continue;
        const { at: valid_from, environment = null, id: event_id } = report;
        open.set(part, {
          ...{ host, part, valid_from, valid_to: 'infinity', value, environment, event_id },
          seen_before: before,
        });
      }
      before = report.at;
    }
    return [...ended, ...open.values()];
  },
};

/** An edit of something on a host that came to pass. */
export type HostResourceRow = {
  readonly host: string;
  readonly resource: string;
  readonly at: string;
  readonly key: string;
  readonly kind: string | null;
  readonly name: string | null;
  readonly environment: string | null;
  /** `absent` when it was removed. */
  readonly value: string;
  readonly corrective: boolean;
  /** The executions, deployments and shells that it says it came from, as links. */
  readonly caused_by: readonly string[];
  readonly event_id: string;
};

type ResourceEvent = EventOf<'resource.created' | 'resource.changed' | 'resource.removed'>;
const CAUSE = /^(execution|deployment|access):/;

/** Tried in vain is no change. */
const cameToPass = (event: ResourceEvent): boolean =>
  event.type !== 'resource.changed' || event.outcome === undefined;

const valueAfter = (event: ResourceEvent): string =>
  event.type === 'resource.removed'
    ? 'absent'
    : ((event.type === 'resource.changed' ? event.to : undefined) ?? event.detail ?? 'present');

export const hostResources: KeyedRows<HostResourceRow> = {
  prefixes: ['resource'],
  table: 'host_resource',
  columns: [
    ...(['host', 'resource', 'at', 'key', 'kind', 'name', 'environment', 'value'] as const),
    ...(['corrective', 'caused_by', 'event_id'] as const),
  ],
  identity: ['host', 'resource', 'at'],
  keyColumn: 'key',
  // Of two edits at one moment the one with the greater id stands: rows of one identity replace each other in order.
  fold: (key, events) =>
    events
      .filter((event): event is ResourceEvent => event.type.startsWith('resource.'))
      .filter(({ resource }) => `resource:${resource}` === key)
      .filter(cameToPass)
      .flatMap((event) =>
        event.host === undefined
          ? []
          : [
              {
                host: event.host,
                resource: event.resource,
                at: event.at,
                key,
                kind: event.kind ?? null,
                name: event.name ?? null,
                environment: event.environment ?? null,
                value: valueAfter(event),
                corrective: event.type === 'resource.changed' && event.corrective === true,
                caused_by: (event.links ?? []).filter((link) => CAUSE.test(link)),
                event_id: event.id,
              },
            ],
      ),
};

/** That a deployment put something on a host, or took it away. */
export type DeploymentHostRow = {
  readonly service: string;
  readonly environment: string;
  /** Empty where the deployment does not say on which hosts. */
  readonly host: string;
  readonly at: string;
  readonly deployment: string;
  readonly key: string;
  readonly kind: string;
  /** By which a host's report would call it: the last part of the artifact's name. */
  readonly package: string | null;
  readonly version: string | null;
  readonly artifact: string | null;
  readonly digest: string | null;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly event_id: string;
};

/** `pkg:deb/acme/basket@1.2?arch=amd64` is the package `basket`. */
export const packageOf = (artifact: string | null): string | null => {
  const path = (artifact ?? '').replace(/[?#].*$/, '').replace(/@[^/]*$/, '');
  return path.split('/').at(-1) || null;
};

const DIGEST = /sha256(?::|%3A)([0-9a-f]{64})/;

const digestOf = (artifact: string | null): string | null => {
  const hex = DIGEST.exec(artifact ?? '')?.[1];
  return hex ? `sha256:${hex}` : null;
};

const foldDeployment = (
  key: string,
  own: readonly EventOf<'deployment.started' | 'deployment.finished'>[],
  about: readonly DeliveryEvent[],
): DeploymentHostRow[] => {
  const row = deployments.fold([...own, ...about])!;
  const { service, environment, id, at, kind, outcome } = row;
  if (outcome !== 'success' || at === null || kind === null) return [];
  const hosts = hostsIn(own);
  return (hosts.length > 0 ? hosts : ['']).map((host) => ({
    ...{ service, environment, host, at, deployment: id, key, kind },
    package: packageOf(row.artifact),
    version: row.version,
    artifact: row.artifact,
    digest: digestOf(row.artifact),
    repo: row.repo,
    sha: row.sha,
    event_id: row.event_id,
  }));
};

export const deploymentHosts: KeyedRows<DeploymentHostRow> = {
  prefixes: ['deployment'],
  table: 'deployment_host',
  columns: [
    ...(['service', 'environment', 'host', 'at', 'deployment', 'key', 'kind'] as const),
    ...(['package', 'version', 'artifact', 'digest', 'repo', 'sha', 'event_id'] as const),
  ],
  identity: ['service', 'environment', 'host', 'at', 'deployment'],
  keyColumn: 'key',
  fold: (key, events) => {
    const published = events.filter(({ type }) => type === 'artifact.published');
    return deploymentsOfKey(key, events).flatMap((own) => foldDeployment(key, own, published));
  },
};
