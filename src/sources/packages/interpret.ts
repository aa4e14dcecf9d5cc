import { eventId } from '../../events/event-id.js';
import { linkList, linksIn } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { groupBy } from '../../support/group-by.js';
import { canonicalJson } from '../../support/hash.js';
import { lookUp } from '../../support/look-up.js';
import { ignored, type Told, told } from '../records.js';
import { aptHistory } from './apt.js';
import { dnfHistory } from './dnf-history.js';
import { dpkgLine } from './dpkg.js';
import { instantIn } from './local-time.js';
import type { Deed, PackagesPayload, PackagesSettings } from './payload.js';
import { dnfLine, rpmDeeds } from './rpm.js';

const SOURCE = 'packages';

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** What a piece of any of the logs tells; lines of another kind tell nothing. */
const deedsIn = (text: string): Deed[] => {
  const lines = text.split(/\r?\n/);
  const rpm = [...lines.map(dnfLine).filter(present), ...dnfHistory(lines)];
  return [...lines.map(dpkgLine).filter(present), ...aptHistory(lines), ...rpmDeeds(rpm)];
};

/** A deed with its instant and its host. */
interface Done {
  readonly deed: Deed;
  readonly host: string;
  readonly at: string;
  readonly environment: string | undefined;
}

const NO_TIME = 'The log names no time that there is.';
const NO_HOST =
  'The log names no host: send it with the header X-Throughline-Host, or set the host of this source.';

export const interpretPiece = (piece: PackagesPayload[number], settings: PackagesSettings): Told => {
  const deeds = deedsIn(piece.text);
  if (deeds.length === 0) return ignored('No line tells that a package was installed, upgraded or removed.');
  const zone = piece.zone ?? settings.zone;
  const done = deeds.flatMap((deed): Done[] => {
    const host = deed.host ?? piece.host ?? settings.host;
    const at = instantIn(deed.time, zone);
    return host && at ? [{ deed, host, at, environment: lookUp(settings.environments, host) }] : [];
  });
  if (done.length === 0) return ignored(piece.host || settings.host ? NO_TIME : NO_HOST);
  const byHost = [...groupBy(done, ({ host }) => host).values()];
  return told(...done.map(changed), ...byHost.map(hostReported));
};

/** The log says who asked; anybody with root's rights may write there. */
const personOf = ({ host, deed }: Done): Actor | undefined =>
  deed.person
    ? { id: `host:${host}/${deed.person}`, name: deed.person, kind: 'human', confidence: 'asserted' }
    : undefined;

const stateOf = (version: string | undefined, isAbsent: boolean): string | undefined =>
  version ?? (isAbsent ? 'absent' : undefined);

const changed = (done: Done): DeliveryEvent => {
  const { deed, host, at, environment } = done;
  const from = stateOf(deed.from, deed.action === 'install');
  const to = stateOf(deed.to, deed.action === 'remove');
  return {
    type: 'resource.changed',
    id: eventId('resource.changed', SOURCE, host, deed.package, at, from ?? '', to ?? ''),
    at,
    source: SOURCE,
    actor: personOf(done),
    resource: `package:${host}/${deed.package}`,
    kind: 'package',
    name: deed.package,
    host,
    environment,
    from,
    to,
    detail: deed.command ?? deed.action,
    links: linkList(...linksIn(deed.command)),
  };
};

const versionsOf = (all: readonly Done[]): Map<string, string | undefined> => {
  const inOrder = all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return new Map(inOrder.map(({ deed }) => [deed.package, deed.to]));
};

/** What the host has after the last line: only of the packages that were touched. Logs cut elsewhere tell other reports. */
const hostReported = (all: readonly Done[]): DeliveryEvent => {
  const last = all.reduce((latest, one) => (one.at > latest.at ? one : latest));
  const known = versionsOf(all);
  const versions = Object.fromEntries(
    [...known].filter((one): one is [string, string] => one[1] !== undefined),
  );
  const removed = [...known].filter(([, version]) => version === undefined).map(([name]) => name);
  return {
    type: 'host.reported',
    id: eventId('host.reported', SOURCE, last.host, last.at, canonicalJson([versions, removed])),
    at: last.at,
    source: SOURCE,
    host: last.host,
    environment: last.environment,
    versions,
    removed: removed.length > 0 ? removed : undefined,
  };
};
