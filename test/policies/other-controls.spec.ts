import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import type { About, History } from '../../src/policies/history.js';
import { judge } from '../../src/policies/judge.js';
import { loadSettings } from '../../src/policies/load.js';
import { ann, annsBot, at, people, robot, stranger } from './table.js';

const LETTERS = { PASS: 'P', FAIL: 'F', EXCEPTION: 'E', UNKNOWN: '?' } as const;

interface Case {
  readonly about: About;
  readonly events: readonly object[];
  readonly environment?: string;
  readonly now?: string;
}

const historyOf = ({ about, events, environment = 'production', now = '03 12:00' }: Case): History => ({
  subject: { about, name: 'it', service: '', environment, title: 'it', at: at('09:00') },
  events: events.map((event, i) => ({
    id: eventId('execution.started', i),
    at: at('09:00'),
    source: 'test',
    ...event,
  })) as unknown as DeliveryEvent[],
  edits: [],
  shas: [],
  deployed: undefined,
  people,
  now: at(now),
});

const verdictOf = (told: Case, yaml = ''): string => {
  const [finding] = judge(historyOf(told), loadSettings(yaml, 'policies.yaml'));
  return finding ? LETTERS[finding.verdict] : '-';
};

/** Named, so that a case without settings of its own is not taken for one that calls back. */
const cases = (rows: readonly (readonly [what: string, verdict: string, told: Case, yaml?: string])[]) =>
  rows.map(([what, verdict, told, yaml]) => ({ what, verdict, told, yaml }));

const run = (more: object = {}) => ({
  type: 'execution.started',
  execution: 'it',
  kind: 'command',
  action: 'systemctl restart bells',
  actor: ann,
  ...more,
});
const ranBy = (more: object, environment?: string): Case => ({
  about: 'EXECUTION',
  events: [run(more)],
  ...(environment === undefined ? {} : { environment }),
});
const HARMLESS = 'policies: { no-ad-hoc-change: { parameters: { harmless: [uptime, systemctl status] } } }';

describe('no ad hoc change', () => {
  it.each(
    cases([
      ['a person runs a command', 'F', ranBy({})],
      ['somebody whom nobody resolved runs one', 'F', ranBy({ actor: stranger })],
      ['nobody told who ran it', 'F', ranBy({ actor: undefined })],
      ['a bot runs it for the person who asked it to', 'F', ranBy({ actor: annsBot, initiator: ann })],
      ['a command where nobody told the environment', '?', ranBy({}, '')],
      ['a job runs', '-', ranBy({ kind: 'job', action: 'carillon/deploy' })],
      ['a workflow runs', '-', ranBy({ kind: 'workflow', actor: robot })],
      ['a command that is a step of a workflow', '-', ranBy({ parent: 'workflow-1' })],
      ['a command that changes nothing', 'P', ranBy({ action: 'uptime' }), HARMLESS],
      ['the same with an option', 'P', ranBy({ action: 'systemctl status bells' }), HARMLESS],
      ['one that only begins with the same letters', 'F', ranBy({ action: 'uptimes' }), HARMLESS],
      ['one that hides behind it', 'F', ranBy({ action: 'uptime; rm -rf /srv' }), HARMLESS],
      ['one inside of it', 'F', ranBy({ action: 'uptime $(reboot)' }), HARMLESS],
      ['one on the next line', 'F', ranBy({ action: 'uptime\nreboot' }), HARMLESS],
      [
        'one that is told only when it ends',
        'F',
        { about: 'EXECUTION', events: [run({ type: 'execution.finished', outcome: 'success' })] },
      ],
    ]),
  )('$what', ({ verdict, told, yaml }) => {
    expect(verdictOf(told, yaml)).toBe(verdict);
  });
});

const shell = (more: object = {}) => ({
  type: 'access.opened',
  access: 'it',
  host: 'web-1',
  actor: ann,
  ...more,
});
const openedBy = (more: object, environment?: string): Case => ({
  about: 'ACCESS',
  events: [shell(more)],
  ...(environment === undefined ? {} : { environment }),
});

describe('no shell without a ticket', () => {
  it.each(
    cases([
      ['without one', 'F', openedBy({})],
      ['for a ticket', 'P', openedBy({ ticket: 'SHOP-41' })],
      ['for a ticket that is linked', 'P', openedBy({ links: ['item:SHOP-41'] })],
      ['with a link to something else', 'F', openedBy({ links: ['incident:I-1'] })],
      ['on a host of which nobody told the environment', '?', openedBy({}, '')],
      ['by automation', '-', openedBy({ actor: robot })],
      ['by automation, for a person', 'F', openedBy({ actor: robot, initiator: ann })],
    ]),
  )('$what', ({ verdict, told }) => {
    expect(verdictOf(told)).toBe(verdict);
  });
});

const server = (more: object = {}) => ({
  type: 'resource.created',
  resource: 'i-1',
  kind: 'server',
  host: 'web-1',
  aliases: ['10.0.0.1'],
  ...more,
});
const audit = (clock: string, more: object = {}) => ({
  type: 'execution.finished',
  execution: 'audit-1',
  action: 'security-audit',
  outcome: 'success',
  hosts: ['WEB-1'],
  at: at(clock),
  ...more,
});
const createdAnd = (events: readonly object[], now?: string): Case => ({
  about: 'RESOURCE',
  events: [server(), ...events],
  ...(now === undefined ? {} : { now }),
});

describe('a new server is audited', () => {
  it.each(
    cases([
      ['in time', 'P', createdAnd([audit('09:30')])],
      ['by another of its names', 'P', createdAnd([audit('09:30', { hosts: ['10.0.0.1'] })])],
      ['at the last moment', 'P', createdAnd([audit('10:00')])],
      ['a millisecond too late', 'F', createdAnd([audit('02 10:00:00.001')])],
      ['on another host', 'F', createdAnd([audit('09:30', { hosts: ['web-2'] })])],
      ['and it failed', 'F', createdAnd([audit('09:30', { outcome: 'failure' })])],
      ['by something else than an audit', 'F', createdAnd([audit('09:30', { action: 'backup' })])],
      ['not yet, and the clock runs', '?', createdAnd([], '02 09:59')],
      ['never', 'F', createdAnd([], '02 10:00')],
      [
        'within a time of its own',
        'F',
        createdAnd([audit('09:30')]),
        'policies: { server-audited: { parameters: { within: 15m } } }',
      ],
      ['what is no server', '-', { about: 'RESOURCE', events: [server({ kind: 'package' })] }],
    ]),
  )('$what', ({ verdict, told, yaml }) => {
    expect(verdictOf(told, yaml)).toBe(verdict);
  });
});
