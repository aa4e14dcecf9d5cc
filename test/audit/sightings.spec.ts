import { startApi } from '../api/app.js';
import { committed, deployed } from '../metrics/story.js';
import { type AuditStory, event, startStory } from './story.js';

const SEEN = `query ($filter: AuditFilter) { sightings(filter: $filter) { asOf count groups { sources count examples } } }`;
const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 4, day, hour)).toISOString();

/** Told by the automation, linked with a run of the build server and a ticket, and reported by a host an hour later. */
const wellKnown = [
  event('execution.finished', {
    at: at(1, 9),
    execution: 'jenkins/7',
    action: 'release',
    outcome: 'success',
  }),
  event('item.created', { at: at(1, 8), item: 'CHG-1', title: 'Release the basket' }),
  deployed('d1', at(1, 10), 1, {
    source: 'stackstorm',
    hosts: ['web1'],
    version: '1.0',
    links: ['execution:jenkins/7', 'item:CHG-1'],
  }),
  event('host.reported', {
    at: at(1, 11),
    host: 'web1',
    environment: 'production',
    versions: { basket: '1.0-1' },
  }),
];

/** Nobody else heard of it, and the host reports only days later. */
const onlyTold = [
  deployed('d2', at(3, 10), 1, { source: 'stackstorm', hosts: ['web1'], version: '1.1' }),
  event('host.reported', {
    at: at(7, 11),
    host: 'web1',
    environment: 'production',
    versions: { basket: '1.1-1' },
  }),
];

describe('what sources saw of the deployments of a population', () => {
  let audit: AuditStory;
  beforeAll(async () => {
    audit = await startStory();
    const by: Record<string, string> = {
      'execution.finished': 'jenkins',
      'item.created': 'servicenow',
      'host.reported': 'puppet',
    };
    await audit.tell(
      committed(1, at(1, 7)),
      ...[...wellKnown, ...onlyTold].map((one) => ({ ...one, source: by[one.type] ?? one.source })),
    );
  });
  afterAll(() => audit.close());

  it('stands apart by who saw them, those first that only one source saw', async () => {
    const { sightings } = await audit.ask(SEEN, { filter: { environments: ['production'] } });
    expect(sightings).toMatchObject({
      count: 2,
      groups: [
        { sources: ['stackstorm'], count: 1, examples: ['deployment:basket/production/d2'] },
        {
          sources: ['jenkins', 'puppet', 'servicenow', 'stackstorm'],
          count: 1,
          examples: ['deployment:basket/production/d1'],
        },
      ],
    });
  });

  it('is the same again as of then, whatever was learned later', async () => {
    const before = (await audit.ask(SEEN, { filter: {} })).sightings;
    await audit.tell({
      ...event('host.reported', {
        at: at(3, 12),
        host: 'web1',
        environment: 'production',
        versions: { basket: '1.1-0' },
      }),
      source: 'puppet',
    });
    const now = (await audit.ask(SEEN, { filter: {} })).sightings;
    expect(now.groups[0].sources).toEqual(['puppet', 'stackstorm']);
    expect((await audit.ask(SEEN, { filter: { asOf: before.asOf } })).sightings).toEqual(before);
  });

  it('is for auditors, and written down', async () => {
    const { rows } = await audit.database.pool.query(
      `select question from throughline.audit_reading where what = 'sightings' order by at limit 1`,
    );
    expect(rows).toEqual([{ question: '{"environments":["production"]}' }]);
    const reader = await startApi(audit.database.pool, { name: 'kim', role: 'reader' });
    try {
      expect((await reader.ask(SEEN, {})).errors![0]!.extensions.code).toBe('FORBIDDEN');
    } finally {
      await reader.close();
    }
  });
});
