import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import type { History } from '../../src/policies/history.js';
import { judge } from '../../src/policies/judge.js';
import { loadSettings } from '../../src/policies/load.js';
import { NOBODY } from '../../src/policies/people.js';

/** `09:00 Queued`: an item that came into a state. */
const itemOf = (steps: readonly string[], now = '2026-03-09T00:00:00.000Z'): History => {
  const events: DeliveryEvent[] = steps.map((step, i) => {
    const [time, ...to] = step.split(' ');
    const at = `2026-03-02T${time}:00.000Z`;
    return {
      id: eventId('item.moved', i),
      type: 'item.moved',
      at,
      source: 'log',
      item: 'I-1',
      to: to.join(' '),
    };
  });
  const subject = { about: 'ITEM', name: 'I-1', service: '', environment: '', title: 'I-1' } as const;
  return {
    subject: { ...subject, at: events[0]?.at ?? '' },
    events,
    edits: [],
    shas: [],
    deployed: undefined,
    people: NOBODY,
    now,
  };
};

const verdictOf = (check: string, history: History): string => {
  const text = `rules:\n  - id: mine\n    title: Mine\n    about: item\n    check: ${check}\n`;
  const own = loadSettings(text, 'rules.yaml');
  return judge(history, own).find(({ policy }) => policy === 'mine')!.verdict;
};

const refusal = (text: string): string => {
  try {
    loadSettings(text, 'rules.yaml');
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'accepted';
};
const rule = (check: string): string =>
  `rules:\n  - id: mine\n    title: Mine\n    about: item\n    check: ${check}\n`;

const quiet = itemOf(['09:00 Queued', '10:00 In Progress', '12:00 Closed']);

describe('rules with operators of time', () => {
  it.each([
    ['always', '{ always: activity != "Lost" }', 'PASS'],
    ['always, broken', '{ always: activity != "Closed" }', 'FAIL'],
    ['never', '{ never: activity == "Lost" }', 'PASS'],
    ['eventually', '{ eventually: activity == "Closed" }', 'PASS'],
    ['eventually, not', '{ eventually: activity == "Lost" }', 'FAIL'],
    ['next', '{ next: activity == "In Progress" }', 'PASS'],
    ['next, not', '{ next: activity == "Closed" }', 'FAIL'],
    ['next of the last', '{ always: { next: "true" } }', 'FAIL'],
    ['until', '{ until: [activity != "Closed", activity == "In Progress"] }', 'PASS'],
    ['until, which never comes', '{ until: ["true", activity == "Lost"] }', 'FAIL'],
    ['precedes', '{ precedes: [activity == "Queued", activity == "Closed"] }', 'PASS'],
    ['precedes, the wrong way', '{ precedes: [activity == "Closed", activity == "In Progress"] }', 'FAIL'],
    ['precedes what never comes', '{ precedes: [activity == "Lost", activity == "Found"] }', 'PASS'],
    ['within, at the last moment', '{ eventually: activity == "In Progress", within: 60m }', 'PASS'],
    ['within, too late', '{ eventually: activity == "In Progress", within: 59m }', 'FAIL'],
    ['always within', '{ always: activity != "Closed", within: 179m }', 'PASS'],
    ['always within, broken', '{ always: activity != "Closed", within: 180m }', 'FAIL'],
    ['until within', '{ until: [activity != "Closed", activity == "In Progress"], within: 30m }', 'FAIL'],
    ['precedes within', '{ precedes: [activity == "Queued", activity == "Closed"], within: 179m }', 'FAIL'],
    [
      'all and any',
      '{ all: [{ any: [activity == "Lost", activity == "Queued"] }, { not: activity == "Lost" }] }',
      'PASS',
    ],
    ['a plain expression of all events', 'size(history.events) == 3', 'PASS'],
    ['a macro over all events', 'history.events.exists(e, e.to == "Closed")', 'PASS'],
  ])('%s', (_name, check, verdict) => {
    expect(verdictOf(check, quiet)).toBe(verdict);
  });

  it('wait while a time is not over', () => {
    const open = itemOf(['09:00 Queued'], '2026-03-02T09:30:00.000Z');
    expect(verdictOf('{ eventually: activity == "In Progress", within: 1h }', open)).toBe('UNKNOWN');
    expect(
      verdictOf('{ eventually: activity == "In Progress", within: 1h }', {
        ...open,
        now: '2026-03-02T10:00:00.001Z',
      }),
    ).toBe('FAIL');
  });

  it.each([
    ['divides by what is nothing', 'size(history.events) / (size(history.events) - 3) > 0'],
    ['reads what is not there', 'event.actor.name == "Ann"'],
    ['reads it in every event', '{ always: event.outcome != "failure" }'],
    ['is no truth', 'size(history.events)'],
    ['looks behind the end', 'history.events[99].to == "x"'],
  ])('never pass when the rule %s', (_name, check) => {
    expect(verdictOf(check, quiet)).toBe('UNKNOWN');
  });

  it('never pass when there is too much to look at', () => {
    const steps = Array.from(
      { length: 300 },
      (_, i) => `0${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')} Busy`,
    );
    const check = '{ always: "history.events.all(a, history.events.all(b, a.to == b.to))" }';
    expect(verdictOf(check, itemOf(steps))).toBe('UNKNOWN');
  });

  it('never pass without any event', () => {
    expect(verdictOf('{ never: activity == "Lost" }', itemOf([]))).toBe('UNKNOWN');
  });

  it.each([
    ['an unknown word', rule('foo == 1'), /^rules.yaml:5: rules.0.check: foo == 1: Unknown variable: foo\.$/],
    ['a field that no event has', rule('event.too == "x"'), /:5: .*no event has a field too/],
    ['a field that history has not', rule('history.shape == "x"'), /:5: .*history has no shape/],
    ['a division by zero', rule('1 / 0 == 1 || true'), /divides by zero/],
    ['no CEL at all', rule('"event.to =="'), /rules.yaml:5:/],
    ['two operators at once', rule('{ always: "true", never: "false" }'), /exactly one operator/],
    ['an unknown operator', rule('{ sometimes: "true" }'), /exactly one operator/],
    ['a bad duration', rule('{ eventually: "true", within: soon }'), /within must be a duration/],
    ['a pattern that may take for ever', rule('event.to.matches("(a+)+b")'), /matches is not allowed/],
    [
      'a rule that contains itself',
      'rules:\n  - id: mine\n    title: Mine\n    check: &a { always: *a }\n',
      /:4: the alias \*a repeats itself without end/,
    ],
    [
      'a rule that repeats a part of itself by name',
      'rules:\n  - id: mine\n    title: Mine\n    check: { all: [&a "true", *a] }\n',
      /:4: an alias/,
    ],
    [
      'a rule that is huge',
      rule(`{ all: [${Array.from({ length: 60 }, () => '"true"').join(', ')}] }`),
      /at most 50 parts/,
    ],
    [
      'a rule that is deep',
      rule(`${'{ not: '.repeat(12)}"true"${' }'.repeat(12)}`),
      /nested at most 10 deep/,
    ],
    [
      'an expression that is huge',
      rule(`"${Array.from({ length: 400 }, () => 'true').join(' && ')}"`),
      /rules.yaml:5:/,
    ],
    [
      'a name that is taken',
      'rules:\n  - id: ticket-linked\n    title: T\n    check: "true"\n',
      /:2: .*is taken/,
    ],
    [
      'a policy that there is not',
      'policies:\n  ticket-liked: { on: false }\n',
      /^rules.yaml:2: .*there is no policy ticket-liked/,
    ],
    [
      'a parameter that there is not',
      'policies:\n  ticket-linked:\n    parameters:\n      project: [A]\n',
      /rules.yaml:\d: policies.ticket-linked.parameters/,
    ],
    [
      'an exception without end',
      'exceptions:\n  - policy: ticket-linked\n    by: cto\n    why: none\n',
      /rules.yaml:2: exceptions.0.until/,
    ],
    [
      'a freeze that ends before it begins',
      'freezes:\n  - { from: 2026-02-01T00:00:00Z, to: 2026-01-01T00:00:00Z, why: x }\n',
      /:2: freezes.0: must end after/,
    ],
    ['no YAML', 'rules: [', /^rules.yaml:\d: /],
    ['a list instead of an object', '- a\n', /^rules.yaml:1: /],
  ])('are refused with their line: %s', (_name, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('have a new version when their text is edited, though nobody raised the number', () => {
    const versions = ['"true"', '"1 == 1"'].map(
      (check) => loadSettings(rule(check), 'r').active.find(({ policy }) => policy.id === 'mine')!.version,
    );
    expect(new Set(versions).size).toBe(2);
  });
});

describe('the examples of docs/adding-a-policy.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/adding-a-policy.md'), 'utf8');
  const [example = ''] = /(?<=```yaml\n)rules:\n[\s\S]*?(?=```)/.exec(text) ?? [];
  const found = (history: History): Record<string, string> =>
    Object.fromEntries(
      judge(history, loadSettings(example, 'example.yaml')).map(({ policy, verdict }) => [policy, verdict]),
    );

  it.each([
    ['in order', ['09:00 Queued', '10:00 In Progress', '12:00 Closed'], 'PASS', 'PASS'],
    [
      'work after closure',
      ['09:00 Queued', '10:00 In Progress', '12:00 Closed', '13:00 In Progress'],
      'FAIL',
      'PASS',
    ],
    ['closed twice', ['09:00 Queued', '10:00 In Progress', '12:00 Closed', '12:01 Closed'], 'PASS', 'PASS'],
    [
      'queued again and left',
      ['09:00 Queued', '10:00 In Progress', '11:00 Queued', '12:00 Closed'],
      'PASS',
      'FAIL',
    ],
    ['never queued', ['10:00 In Progress', '12:00 Closed'], 'PASS', 'PASS'],
  ])('an item %s', (_name, steps, closed, queued) => {
    expect(found(itemOf(steps))).toMatchObject({
      'no-work-after-closure': closed,
      'queued-is-taken-up': queued,
    });
  });
});
