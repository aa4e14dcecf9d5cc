import { patched, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import { eventId } from '../../events/event-id.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import { compileMapping } from './compile.js';
import { mapping } from './index.js';

const ACME = `
name: acme's deployer
events:
  - type: deployment.finished
    when: headers["x-event"] == "deployed"
    id: [body.id]
    mentions: [body.note]
    fields:
      at: body.finishedAt
      service: body.app
      environment: body.stage
      deployment: '"acme/" + body.id'
      version: body.version
      kind: '"deploy"'
      outcome: 'body.ok ? "success" : "failure"'
      hosts: body.hosts.map(host, host.name)
      actor: { id: '"acme:" + body.who.login', name: body.who.login }
      url: body.page
  - type: host.reported
    when: body.ok
    each: body.hosts
    id: [body.id, it.name]
    fields:
      at: timestamp(body.finishedAt)
      host: it.name
      versions: { till: body.version }
`;

const sample = readSample('mapping', 'deployed');
const outcomeOf = (text: string, told: Sample = sample): Outcome =>
  interpretRequest(mapping, requestOf(told), settingOf(mapping, 'acme', { mapping: text }));

const problemsOf = (text: string): string[] => {
  const told = compileMapping(text);
  return 'problems' in told ? told.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};

const ruleWith = (fields: string): string =>
  `events:\n  - type: incident.opened\n    id: [body.id]\n    fields:\n      at: body.at\n      incident: body.id\n${fields}`;

describe('a mapping that a person wrote', () => {
  it('makes events of a payload, those of a list one by one', () => {
    expect(outcomeOf(ACME)).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'deployment.finished',
          id: eventId('deployment.finished', 'acme', 'd-71'),
          source: 'acme',
          at: '2026-03-02T08:04:30.000Z',
          service: 'till',
          environment: 'production',
          deployment: 'acme/d-71',
          kind: 'deploy',
          outcome: 'success',
          hosts: ['till-1', 'till-2'],
          actor: { id: 'acme:ann', name: 'ann', kind: 'human', confidence: 'asserted' },
          links: ['item:TILL-19'],
        },
        {
          type: 'host.reported',
          host: 'till-1',
          at: '2026-03-02T08:04:30.000Z',
          versions: { till: '4.2.0' },
        },
        { type: 'host.reported', host: 'till-2' },
      ],
    });
  });

  it('leaves away what the payload does not have', () => {
    const outcome = outcomeOf(ACME, patched(sample, { who: undefined, version: null }));
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    const [deployed] = outcome.outcome === 'accepted' ? outcome.events : [];
    for (const field of ['actor', 'version', 'url']) expect(deployed).not.toHaveProperty(field);
  });

  it('ignores what none of its rules fits', () => {
    const other = { headers: { 'x-event': 'ping' }, body: { ok: false } };
    expect(outcomeOf(ACME, other)).toEqual({
      outcome: 'ignored',
      reason: 'No rule of the mapping fits the payload',
    });
    expect(interpretRequest(mapping, requestOf(sample))).toMatchObject({ outcome: 'ignored' });
  });

  it.each([
    ['the time is none', { finishedAt: 'soon' }, /at/],
    ['a field that is needed is not there', { app: undefined }, /service/],
    ['the id is not there', { id: undefined }, /the id of deployment.finished is not there: body.id/],
    ['a type is not what it expects', { id: { deep: 1 } }, /"acme\/" \+ body.id/],
  ])('rejects a payload whose fields do not fit: %s', (_, patch, reason) => {
    expect(outcomeOf(ACME, patched(sample, patch))).toEqual({
      outcome: 'rejected',
      reason: expect.stringMatching(reason),
    });
  });

  it('knows no way out of the payload', () => {
    for (const text of ['body.constructor', 'body.toString', 'body.app.length', 'headers.constructor']) {
      const outcome = outcomeOf(ruleWith(`      title: ${text}\n`), patched(sample, { at: '2026-03-02' }));
      expect(outcome.outcome === 'accepted' && outcome.events[0]).not.toHaveProperty('title');
    }
  });

  it('does not begin what would take too long', () => {
    const nested =
      '      title: string(size(body.l.filter(a, body.l.exists(b, body.l.exists(c, a + b == c)))))\n';
    const body = { id: 'i', at: '2026-03-02', l: Array.from({ length: 2_000 }, (_, n) => n) };
    const from = performance.now();
    expect(outcomeOf(ruleWith(nested), { headers: {}, body })).toEqual({
      outcome: 'rejected',
      reason: expect.stringMatching(/2004 things 3 deep/),
    });
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});

describe('what is wrong with a mapping', () => {
  it('is nothing when it is right', () => expect(problemsOf(ACME)).toEqual([]));

  it('is told all at once, by line', () => {
    const wrong = `name: x
colour: red
events:
  - type: deployment.done
  - type: incident.opened
    fields:
      at: body.at +
      incident: foo.id
      mood: body.mood
      id: body.id
      title: body.title.matches("(a+)+$")
`;
    expect(problemsOf(wrong)).toEqual([
      expect.stringMatching(/^2: colour is not known here/),
      expect.stringMatching(/^4: There is no event deployment.done: choose one of commit.recorded/),
      expect.stringMatching(/^5: The rule needs "id"/),
      expect.stringMatching(/^7: body.at \+: Unexpected token/),
      expect.stringMatching(/^8: foo.id: Unknown variable: foo/),
      expect.stringMatching(/^9: incident.opened has no field mood: it has at, actor/),
      expect.stringMatching(/^10: id is made by us/),
      expect.stringMatching(/^11: .*matches is not allowed/),
    ]);
  });

  it.each([
    ['no YAML', 'events: [', /^1: /],
    ['no object', '- a', /object with the list/],
    ['no rules', 'events: []', /1 to 100 rules/],
    [
      'a needed field left away',
      'events:\n  - type: incident.opened\n    id: [body.id]\n',
      /2: incident.opened needs the field at/,
    ],
    [
      'too many macros',
      ruleWith(`      title: '${'[1].map(x, '.repeat(5)}1${')'.repeat(5)}'\n`),
      /more than 4 macros/,
    ],
    ['cel.bind', ruleWith('      title: cel.bind(x, "a", x + x)\n'), /cel.bind is not allowed/],
    ['no expression', ruleWith('      title:\n'), /7: Here an expression is needed/],
  ])('may be %s', (_, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem);
  });

  it('keeps it from being set', () => {
    expect(() => settingOf(mapping, 'acme', { mapping: 'events: []' })).toThrow(
      /settings of source acme are not valid: mapping: line 1: "events" must be a list/,
    );
  });
});
