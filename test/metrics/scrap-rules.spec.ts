import { eventId } from '../../src/events/event-id.js';
import { linkTo } from '../../src/events/links.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';
import { committed, deployed, incident, merged, REPO, sha, told } from './story.js';

const reopened = (item: string, at: string): DeliveryEvent => ({
  type: 'item.reopened',
  id: eventId('item.reopened', item, at),
  at,
  source: 'test',
  item,
});

describe('a change is scrapped', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => emptyStore(database.pool));
  afterAll(() => database.drop());

  const tell = (...events: DeliveryEvent[]) => told(database.pool, events);
  const scrap = async (rule: string) => {
    const { rows } = await database.pool.query<{ id: string; environment: string; evidence: string }>(
      'select id, environment, evidence from throughline_read.scrap where rule = $1 order by id, environment, evidence',
      [rule],
    );
    return rows;
  };

  /** Commit 1 ran before; commit 2 of SHOP-41 is deployed on the 7th, commit 3 of the same ticket on the 12th. */
  const story = [
    committed(1, '2026-01-05T08:00:00Z'),
    deployed('d1', '2026-01-05T10:00:00Z', 1),
    committed(2, '2026-01-06T08:00:00Z', { items: ['SHOP-41'] }),
    deployed('d2', '2026-01-07T10:00:00Z', 2),
    committed(3, '2026-01-11T08:00:00Z', { items: ['SHOP-41'] }),
    deployed('d3', '2026-01-12T10:00:00Z', 3),
  ];

  describe('as REOPENED', () => {
    const again = reopened('SHOP-41', '2026-01-10T09:00:00Z');

    it('when a ticket that it names is reopened after it was deployed; what repairs it then is not', async () => {
      await tell(...story, again);
      expect(await scrap('REOPENED')).toEqual([
        { id: sha(2), environment: 'production', evidence: again.id },
      ]);
    });

    it('whichever is heard first', async () => {
      await tell(again);
      await tell(...story.toReversed());
      expect(await scrap('REOPENED')).toEqual([
        { id: sha(2), environment: 'production', evidence: again.id },
      ]);
    });

    it('not when the ticket was reopened before, nor when the reopening is taken back', async () => {
      await tell(
        ...story,
        reopened('SHOP-41', '2026-01-07T09:00:00Z'),
        reopened('SHOP-7', '2026-01-10T09:00:00Z'),
      );
      expect(await scrap('REOPENED')).toEqual([]);
      await tell(again);
      expect(await scrap('REOPENED')).toHaveLength(1);
      await tell({ ...again, revision: 1, retracted: true });
      expect(await scrap('REOPENED')).toEqual([]);
    });

    it('as the change request that its commits belong to', async () => {
      await tell(...story, again, merged(9, '2026-01-06T09:00:00Z', 2));
      expect((await scrap('REOPENED')).map(({ id }) => id)).toEqual(['9']);
    });
  });

  describe('as CAUSED_INCIDENT', () => {
    const at = '2026-01-07T11:00:00Z';
    const evidence = eventId('incident.opened', 'i1');

    it.each([
      ['the deployment that delivered it', { deployment: 'd2' }],
      ['that deployment, by its key', { causedBy: ['deployment:basket/production/d2'] }],
      ['its commit', { causedBy: [linkTo.commit(REPO, sha(2))] }],
      ['the ticket that it names, with which it was deployed before', { causedBy: [linkTo.item('SHOP-41')] }],
    ])('when the incident’s source names %s', async (_, named) => {
      await tell(...story, incident('i1', at, named));
      expect(await scrap('CAUSED_INCIDENT')).toEqual([{ id: sha(2), environment: 'production', evidence }]);
    });

    it('in whichever service the incident was seen, when it is named itself', async () => {
      const change = merged(9, '2026-01-06T09:00:00Z', 2);
      const elsewhere = incident('i1', at, { service: 'till', causedBy: [linkTo.change(REPO, 9)] });
      await tell(elsewhere);
      await tell(...story, change);
      expect(await scrap('CAUSED_INCIDENT')).toEqual([{ id: '9', environment: 'production', evidence }]);
    });

    it('never because it was deployed shortly before, nor by what only links to it', async () => {
      const repair = [linkTo.commit(REPO, sha(3)), linkTo.item('SHOP-41')];
      await tell(...story, incident('i1', at), incident('i2', '2026-01-12T11:00:00Z', { links: repair }));
      expect(await scrap('CAUSED_INCIDENT')).toEqual([]);
    });

    it('no longer when the source takes its word back', async () => {
      const blamed = incident('i1', at, { deployment: 'd2' });
      await tell(...story, blamed);
      await tell({ ...incident('i1', at), revision: 1 });
      expect(await scrap('CAUSED_INCIDENT')).toEqual([]);
    });
  });
});
