import type { Deed } from './payload.js';

/** `nginx-1:1.20.1-14.el9.x86_64`: name, epoch, version, release, architecture. */
const NEVRA = /^(.+)-((?:\d+:)?[^-:\s]+-[^-\s]+)\.([a-z0-9_]+)$/;
const FOREIGN = /^i[3-6]86$/;

export interface Rpm {
  readonly name: string;
  readonly version: string;
}

export const rpmOf = (text: string): Rpm | undefined => {
  // yum writes the epoch before the name: `1:nginx-1.20.1-14.el7.x86_64`.
  const [, epoch, rest] = /^(\d+:)?(.+)$/.exec(text) ?? [];
  const [, name, version, architecture = ''] = NEVRA.exec(rest ?? '') ?? [];
  if (!name || !version) return undefined;
  return {
    name: FOREIGN.test(architecture) ? `${name}:${architecture}` : name,
    version: epoch && !version.includes(':') ? `${epoch}${version}` : version,
  };
};

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d{4}|[+-]\d\d:\d\d)?`;
const WORDS =
  'Installed|Upgrade|Upgraded|Updated|Downgrade|Downgraded|Reinstall|Reinstalled|Erase|Erased|Removed|Obsoleted|Cleanup';
/** `2026-03-02T10:15:01+0100 SUBDEBUG Upgrade: nginx-...` of dnf.rpm.log; a shipper may have put the host before it. */
const DNF = new RegExp(String.raw`^(?:(\S{1,253}) )?(${TIME}) (?:[A-Z]+ |\[\d+\] [A-Z]+ )?(${WORDS}): (\S+)`);
/** The newer package of an upgrade, the one installed anew, the one that goes; the older ones of an upgrade stand beside. */
const NEWER: Readonly<Record<string, Deed['action']>> = {
  Installed: 'install',
  Install: 'install',
  Upgrade: 'upgrade',
  Updated: 'upgrade',
  Downgrade: 'downgrade',
  Reinstall: 'reinstall',
};
const OLDER = new Set(['Upgraded', 'Downgraded', 'Reinstalled', 'Cleanup']);
const GONE = new Set(['Erase', 'Erased', 'Removed', 'Obsoleted']);

export interface RpmStep {
  readonly word: string;
  readonly rpm: Rpm;
  readonly time: string;
  readonly host?: string | undefined;
  readonly person?: string | undefined;
  readonly command?: string | undefined;
}

export const dnfLine = (line: string): RpmStep | undefined => {
  const [, host, time, word, told] = DNF.exec(line) ?? [];
  const rpm = told && rpmOf(told);
  return word && time && rpm ? { word, rpm, time, host } : undefined;
};

const HOUR_MS = 60 * 60 * 1_000;
/** Steps of one transaction lie close to each other; those of the next one need not belong together. */
const near = (one: string, other: string): boolean => Math.abs(Date.parse(one) - Date.parse(other)) < HOUR_MS;

/** The version that an upgrade replaced is told by a line of its own, before or after. */
export const rpmDeeds = (steps: readonly RpmStep[]): Deed[] => {
  const older = steps.filter(({ word }) => OLDER.has(word));
  const replaced = new Map<string, RpmStep[]>();
  for (const step of older) replaced.set(step.rpm.name, [...(replaced.get(step.rpm.name) ?? []), step]);
  return steps.flatMap(({ word, rpm, time, host, person, command }): Deed[] => {
    const about = { package: rpm.name, time, host, person, command };
    if (GONE.has(word)) return [{ ...about, action: 'remove', from: rpm.version }];
    const action = Object.hasOwn(NEWER, word) ? NEWER[word] : undefined;
    if (!action) return [];
    const before = replaced
      .get(rpm.name)
      ?.find((one) => near(one.time, time) && (one.rpm.version !== rpm.version || action === 'reinstall'));
    return [{ ...about, action, from: before?.rpm.version, to: rpm.version }];
  });
};
