import { debianName } from './dpkg.js';
import type { Deed } from './payload.js';

const FIELD = /^([A-Z][A-Za-z-]{1,30}): (.*)$/;
const ACTIONS: Readonly<Record<string, Deed['action']>> = {
  Install: 'install',
  Upgrade: 'upgrade',
  Downgrade: 'downgrade',
  Reinstall: 'reinstall',
  Remove: 'remove',
  Purge: 'remove',
};
/** `nginx:amd64 (1.24.0-1, 1.24.0-2)`; `automatic` stands where a version would. */
const PACKAGE = /([^\s,(]+) \(([^)]*)\)/g;

const versionsOf = (inside: string): string[] =>
  inside
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'automatic');

/** One transaction of apt's history.log: the lines from `Start-Date` to `End-Date`. */
const transaction = (fields: ReadonlyMap<string, string>): Deed[] => {
  const time = fields.get('Start-Date')?.replace(/\s+/, ' ');
  if (!time) return [];
  const person = /^(\S+)/.exec(fields.get('Requested-By') ?? '')?.[1];
  const command = fields.get('Commandline');
  return [...fields].flatMap(([name, told]) => {
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) return [];
    return Array.from(told.matchAll(PACKAGE), ([, full = '', inside = '']): Deed => {
      const [first, second] = versionsOf(inside);
      const from = action === 'install' ? undefined : first;
      const to = action === 'install' || action === 'reinstall' ? first : second;
      return { package: debianName(full), action, from, to, time, person, command };
    });
  });
};

/** @returns what the transactions in apt's history did; empty when the text is no such log. */
export const aptHistory = (lines: readonly string[]): Deed[] => {
  const deeds: Deed[] = [];
  let fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, told] = FIELD.exec(line) ?? [];
    if (!name || told === undefined) continue;
    if (name === 'Start-Date') {
      deeds.push(...transaction(fields));
      fields = new Map();
    }
    fields.set(name, told);
  }
  deeds.push(...transaction(fields));
  return deeds;
};
