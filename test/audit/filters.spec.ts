import fc from 'fast-check';
import { AUDIT_KINDS, AUDIT_ROLES, type AuditFilter, type AuditRole } from '../../src/audit/question.js';
import { resolveSelection } from '../../src/audit/selection.js';
import { type AuditLine, countTrail, readTrail } from '../../src/audit/trail.js';
import { readIn } from '../../src/metrics/read.js';
import type { Verdict } from '../../src/policies/policy.js';
import { LIVE } from '../../src/projections/projector.js';
import { type AuditStory, event, person, startStory } from './story.js';

const RUNS = 1_400;
const second = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();

/** Runs, shells, deployments and edits, several in every second, by three people on four hosts. */
const story = Array.from({ length: RUNS }, (_, i) => {
  const at = second(Math.floor(i / 5));
  const who = {
    actor: person(`github:p${i % 3}`, `Person ${i % 3}`),
    ...(i % 7 === 0 && { initiator: person(`github:p${(i + 1) % 3}`) }),
  };
  const hosts = [`web${i % 4}`, ...(i % 9 === 0 ? [`web${(i + 1) % 4}`] : [])];
  const environment = i % 2 === 0 ? 'production' : 'staging';
  const outcome = i % 11 === 0 ? 'failure' : 'success';
  const links = i % 13 === 0 ? [`item:SHOP-${i % 5}`] : [];
  if (i % 6 === 1)
    return event('access.opened', { at, access: `ssh/${i}`, host: hosts[0]!, environment, ...who });
  if (i % 6 === 2)
    return event('resource.changed', {
      at,
      resource: `r/${i}`,
      host: hosts[0]!,
      environment,
      to: 'b',
      ...who,
    });
  if (i % 6 === 3)
    return event('deployment.finished', {
      ...{
        kind: 'deploy',
        at,
        deployment: `d${i}`,
        service: `s${i % 2}`,
        environment,
        outcome,
        hosts,
        links,
        ...who,
      },
    });
  const action = i % 200 === 0 ? 'rare' : 'usual';
  return event('execution.finished', {
    at,
    execution: `run/${i}`,
    action,
    outcome,
    environment,
    hosts,
    links,
    ...who,
  });
});

/** Most runs failed a control, one in a hundred was let pass; a verdict that was replaced is none. */
const verdictsOn = (key: string): Verdict[] => {
  const n = Number(/\d+$/.exec(key)![0]);
  if (key.startsWith('execution:')) return n % 100 === 4 ? ['EXCEPTION'] : ['FAIL'];
  return key.startsWith('access:') && n % 60 === 1 ? ['UNKNOWN'] : [];
};

describe('any filter of the audit trail', () => {
  let audit: AuditStory;
  let all: AuditLine[];

  const read = <T>(work: Parameters<typeof readIn<T>>[2]) => readIn(audit.database.pool, LIVE, work);

  beforeAll(async () => {
    audit = await startStory();
    await audit.tell(...story);
    ({ rows: all } = await audit.database.pool.query<AuditLine>(
      'select * from throughline_read.audit order by at desc, id desc, place desc',
    ));
    const judged = all.flatMap(({ key, kind }) =>
      verdictsOn(key).map((verdict) => ({ about: kind, subject: key.slice(key.indexOf(':') + 1), verdict })),
    );
    for (const [recorded, verdictOf] of [
      ['2026-02-01', () => 'UNKNOWN'],
      ['2026-02-02', ({ verdict }: { verdict: string }) => verdict],
    ] as const) {
      await audit.database.pool.query(
        `insert into throughline.finding (service, subject, environment, policy, recorded_at, as_of, about, title,
           subject_at, version, verdict, sentence, evidence)
         select '', s, '', 'p', $4::timestamptz, $4, a, '', '2026-01-01', '1', v, '', '{}'
         from unnest($1::text[], $2::text[], $3::text[]) as j(a, s, v)`,
        [
          judged.map(({ about }) => about),
          judged.map(({ subject }) => subject),
          judged.map(verdictOf),
          recorded,
        ],
      );
    }
  });
  afterAll(() => audit.close());

  const anyOf = <T>(wanted: readonly T[] | null | undefined, has: readonly (T | null)[]): boolean =>
    !wanted?.length || has.some((one) => one !== null && wanted.includes(one));

  const tookPart = ({ actors, roles }: AuditFilter, line: AuditLine): boolean => {
    const ids: Record<AuditRole, string | null> = {
      INITIATOR: line.initiator_id,
      ACTOR: line.actor_id,
      AUTHORIZER: line.authorizer_id,
    };
    const names = (roles?.length ? roles : AUDIT_ROLES).map((role) => ids[role]);
    return anyOf(actors, names) && (!roles?.length || names.some((name) => name !== null));
  };

  const fits = (filter: AuditFilter, line: AuditLine): boolean =>
    anyOf(filter.kinds, [line.kind]) &&
    tookPart(filter, line) &&
    anyOf(filter.services, [line.place]) &&
    anyOf(filter.environments, [line.environment]) &&
    anyOf(filter.hosts, line.hosts) &&
    anyOf(filter.tickets, line.tickets) &&
    anyOf(filter.outcomes, [line.outcome]) &&
    anyOf(filter.verdicts, verdictsOn(line.key)) &&
    (!filter.text || line.title.toLowerCase().includes(filter.text.toLowerCase())) &&
    (!filter.from || line.at >= filter.from) &&
    (!filter.to || line.at < filter.to);

  const some = <T>(...values: T[]) =>
    fc.option(fc.subarray(values, { minLength: 1 }), { freq: 1, nil: null });
  const time = fc.option(fc.integer({ min: 0, max: RUNS / 5 }), { freq: 1, nil: null });
  const filters: fc.Arbitrary<AuditFilter> = fc
    .record({
      kinds: some(...AUDIT_KINDS),
      actors: some('github:p0', 'github:p1', 'github:p2', 'github:nobody'),
      roles: some(...AUDIT_ROLES),
      services: some('s0', 's1', 'nowhere'),
      environments: some('production', 'staging'),
      hosts: some('web0', 'web1', 'web2', 'web3'),
      tickets: some('SHOP-0', 'SHOP-1', 'SHOP-2'),
      outcomes: some('failure', 'success'),
      verdicts: some<Verdict>('FAIL', 'EXCEPTION', 'UNKNOWN'),
      text: fc.constantFrom(null, null, 'RARE', 'usual', 'nothing'),
      from: time,
      to: time,
    })
    .map(({ from, to, ...filter }) => ({
      ...filter,
      from: from === null ? null : new Date(second(from)),
      to: to === null ? null : new Date(second(to)),
    }));

  const walk = async (filter: AuditFilter, first: number): Promise<string[]> => {
    const ids: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page = await read(async (db) =>
        readTrail(db, await resolveSelection(db, filter), { first, after }),
      );
      ids.push(...page.rows.map(({ id }) => id));
      if (!page.hasNextPage) return ids;
      after = page.endCursor;
    }
  };

  it('shows page by page what a look at every line finds, in its order, and counts as many', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(7, 50, 500), async (filter, first) => {
        const expected = all.filter((line) => fits(filter, line)).map(({ id }) => id);
        expect(await walk(filter, first)).toEqual(expected);
        const counted = await read(async (db) => countTrail(db, await resolveSelection(db, filter)));
        expect(counted).toBe(expected.length);
      }),
      { numRuns: 60 },
    );
  });
});
