import { type DeliveryEvent } from '../../events/vocabulary.js';
import { type Claim, differencesOf } from './claims.js';
import { type CodeownersContext, readCodeowners } from './codeowners.js';
import { eventsOf } from './events.js';
import { claimsAfter } from './index.js';
import { readDefinition } from './payload.js';
import { readPeopleFile } from './people-file.js';
import { readTeamsFile } from './teams-file.js';

const JUNE = '2026-06-01T08:00:00.000Z';
const JULY = '2026-07-01T08:00:00.000Z';
const actor = { id: 'os:ann', kind: 'human', confidence: 'asserted' } as const;

/** Imports of one registry, each after the one before: the events of every import, shortened. */
const imported = (kind: 'people' | 'teams', ...files: { at: string; text: string }[]): string[][] => {
  let before: Claim[] | undefined;
  return files.map(({ at, text }) => {
    const read = readDefinition({ kind, text });
    if (!read.ok) throw new Error(read.flaw.message);
    const after = claimsAfter({ at, first: before === undefined, before: before ?? [] }, read.value);
    const events = eventsOf(differencesOf(before ?? [], after), read.value.registry, { at, actor });
    before = after;
    return events.map(shortened).sort();
  });
};

const shortened = (event: DeliveryEvent): string => {
  const {
    id: _id,
    at: _at,
    source: _source,
    actor: _actor,
    type,
    from,
    to,
    ...rest
  } = event as DeliveryEvent & {
    from?: string;
    to?: string;
  };
  const words = Object.values(rest).map((value) => (Array.isArray(value) ? value.join('+') : String(value)));
  return `${type} ${words.join(' ')} [${from?.slice(0, 10) ?? ''},${to?.slice(0, 10) ?? ''})`;
};

describe('people.yaml', () => {
  it('says at first who people are since ever, with the dates that it gives', () => {
    const text = `people:
  - id: ann
    name: Ann Lee
    emails: [Ann@Example.org]
    accounts: ['github:ann', { id: 'jira:5b10', from: 2024-02-01, to: 2025-01-01 }]
    bots: ['stackstorm:ann-bot']`;
    expect(imported('people', { at: JUNE, text })).toEqual([
      [
        'identity.merged github:ann ann [,)',
        'identity.merged jira:5b10 ann [2024-02-01,2025-01-01)',
        'identity.merged mailto:ann@example.org ann [,)',
        'identity.merged stackstorm:ann-bot ann true [,)',
        'person.declared ann Ann Lee [,)',
      ],
    ]);
  });

  it('gives a login to another person from the import on, and leaves the past as it was', () => {
    const [, second, third] = imported(
      'people',
      { at: JUNE, text: `people: [{ id: ann, accounts: ['github:ops', 'github:ann'] }]` },
      {
        at: JULY,
        text: `people: [{ id: ann, accounts: ['github:ann'] }, { id: bob, accounts: ['github:ops'] }]`,
      },
      {
        at: JULY,
        text: `people: [{ id: ann, accounts: ['github:ann'] }, { id: bob, accounts: ['github:ops'] }]`,
      },
    );
    expect(second).toEqual(['identity.merged github:ops bob [2026-07-01,)', 'person.declared bob [,)']);
    expect(third).toEqual([]);
  });

  it('ends what it names no more, and corrects only what it dates', () => {
    const [, second] = imported(
      'people',
      { at: JUNE, text: `people: [{ id: ann, accounts: ['github:old', 'github:ann'] }]` },
      { at: JULY, text: `people: [{ id: ann, accounts: [{ id: 'github:ann', from: 2026-02-01 }] }]` },
    );
    expect(second).toEqual([
      'identity.split github:ann ann [,2026-02-01)',
      'identity.split github:old ann [2026-07-01,)',
    ]);
  });

  it('takes a login that nobody had for one that was always theirs', () => {
    const [, second] = imported(
      'people',
      { at: JUNE, text: 'people: [{ id: ann }]' },
      { at: JULY, text: `people: [{ id: ann, accounts: ['github:ann'] }]` },
    );
    expect(second).toEqual(['identity.merged github:ann ann [,)']);
  });

  it.each([
    ['people:\n  - id: ann\n    acounts: []', 3, 14, 'people[0]: Unrecognized key: "acounts"'],
    [
      'people:\n  - id: ann\n  - id: ann',
      3,
      9,
      'people[1].id: ann is described twice: put both into one entry',
    ],
    [
      'people:\n  - id: ann\n    accounts: [ann]',
      3,
      16,
      'people[0].accounts[0].id: must be written as system:login',
    ],
    ['people: [', 1, 10, 'it is no YAML:'],
    [
      'people:\n  - id: ann\n    accounts:\n      - { id: "a:b", from: 2026-02-31 }',
      4,
      28,
      'people[0].accounts[0].from: "2026-02-31" is no date',
    ],
    [
      'people:\n  - { id: ann, accounts: ["a:b"] }\n  - { id: bob, accounts: ["a:b"] }',
      3,
      27,
      'people[1].accounts[0]: a:b is at the same time said to be of ann',
    ],
    [
      'people:\n  - { id: ann, bots: ["person:bob"] }',
      2,
      23,
      'people[0].bots[0].id: must be written as system:login',
    ],
    ['', 1, 1, 'Invalid input'],
  ])('with a mistake is refused with its place: %j', (text, line, column, message) => {
    const read = readPeopleFile(text);
    expect(read).toMatchObject({ ok: false, flaw: { line, column } });
    expect(read.ok ? '' : read.flaw.message).toContain(message);
  });
});

describe('teams.yaml', () => {
  const file = (services: string, members = 'ann') =>
    `teams: [{ id: checkout, line: 2nd, members: [${members}], services: [${services}] }]`;

  it('says who is in a team, what it owns and what services are made of', () => {
    const text = `teams:
  - id: checkout
    handles: ['@acme/checkout']
    members: [ann, { id: bob, from: 2026-02-01, line: 1st }]
    services: [basket, { name: shelf, repo: github.com/acme/shop, paths: ['apps/shelf/**'] }]
services:
  - { name: basket, repo: github.com/acme/shop, paths: ['apps/basket/**'] }`;
    expect(imported('teams', { at: JUNE, text })).toEqual([
      [
        'service.mapped basket github.com/acme/shop apps/basket/** [,)',
        'service.owned basket checkout [,)',
        'service.owned shelf checkout github.com/acme/shop apps/shelf/** [,)',
        'team.declared checkout @acme/checkout [,)',
        'team.joined checkout ann [,)',
        'team.joined checkout bob 1st [2026-02-01,)',
      ],
    ]);
  });

  it('imported again tells the difference from now on', () => {
    const [, second] = imported(
      'teams',
      { at: JUNE, text: file('basket, shelf') },
      { at: JULY, text: file('basket', 'ann, bob') },
    );
    expect(second).toEqual([
      'service.disowned shelf checkout [2026-07-01,)',
      'team.joined checkout bob [2026-07-01,)',
    ]);
  });

  it('imported again tells the difference from the date that the file states', () => {
    const [, second] = imported(
      'teams',
      { at: JUNE, text: file('basket') },
      { at: JULY, text: `since: 2026-06-15\n${file('shelf')}` },
    );
    expect(second).toEqual([
      'service.disowned basket checkout [2026-06-15,)',
      'service.owned shelf checkout [2026-06-15,)',
    ]);
  });

  it('with a mistake is refused with its place', () => {
    expect(readTeamsFile('teams:\n  - id: a\n    members: [ann, ann]')).toMatchObject({
      ok: false,
      flaw: { line: 3, column: 20, message: expect.stringContaining('is said twice') },
    });
  });
});

describe('CODEOWNERS', () => {
  const context = (services: CodeownersContext['services']): CodeownersContext => ({
    repo: 'github.com/acme/shop',
    services,
    handles: { '@acme/checkout': 'checkout' },
  });
  const owners = (text: string, services: CodeownersContext['services']) => {
    const read = readCodeowners(text, context(services));
    if (!read.ok) throw new Error(read.flaw.message);
    return read.value.wanted
      .filter(({ subject }) => subject[0] === 'owner')
      .map(({ subject, value }) => [subject[1], subject[2], value['paths'] ?? 'whole']);
  };

  it('gives the repository to the team of its last rule for everything, and parts to others', () => {
    const text = '# owners\n* @acme/checkout\n/docs/ @acme/writers # and nobody else\n';
    expect(owners(text, [{ service: 'shop', paths: [] }])).toEqual([
      ['shop', 'checkout', 'whole'],
      ['shop', 'acme/writers', ['/docs/']],
    ]);
  });

  it('gives each service of a repository to the team whose last rule has all its paths', () => {
    const text =
      '* @acme/core\n/apps/basket/ @acme/checkout\n/apps/pay/** @acme/pay\n/apps/pay/keys @acme/vault';
    const services = [
      { service: 'basket', paths: ['apps/basket/**'] },
      { service: 'pay', paths: ['apps/pay/**', 'libs/money/**'] },
    ];
    expect(owners(text, services)).toEqual([
      ['basket', 'checkout', 'whole'],
      ['pay', 'acme/pay', ['/apps/pay/']],
      ['pay', 'acme/core', ['/libs/money/']],
      ['pay', 'acme/vault', ['/apps/pay/keys']],
    ]);
  });

  it('names the owners that are no teams, and leaves them out', () => {
    const read = readCodeowners(
      '* @ann b@example.org @acme/checkout',
      context([{ service: 's', paths: [] }]),
    );
    expect(read).toMatchObject({
      ok: true,
      value: { leftOut: ['@ann, b@example.org: owners that are no teams are left out'] },
    });
  });

  it('with a mistake is refused with its place', () => {
    expect(readCodeowners('* @acme/core\n/docs  writers', context([]))).toEqual({
      ok: false,
      flaw: { line: 2, column: 8, message: expect.stringContaining('"writers" is no owner') },
    });
  });
});
