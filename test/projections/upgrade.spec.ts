import { Projector } from '../../src/projections/projector.js';
import { upgradeReadModels } from '../../src/projections/upgrade.js';
import { FOLD_VERSION, foldVersionOf } from '../../src/projections/version.js';
import { committed, deployed } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { dump, record } from '../support/read-models.js';

describe('after an upgrade whose folds give other rows', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('nothing is made again of a store that began with this version, whatever came before the first service', async () => {
    const { pool } = database;
    await record(pool, [committed(1, '2026-01-05T08:00:00Z')]);
    expect(await upgradeReadModels(pool)).toBe(false);
    expect(await foldVersionOf(pool, 'throughline_read')).toBe(FOLD_VERSION);
  });

  it('the read models are made again from all events and their keys, once', async () => {
    const { pool } = database;
    await record(pool, [committed(1, '2026-01-05T08:00:00Z'), deployed('v1', '2026-01-05T10:00:00Z', 1)]);
    await new Projector(pool).projectPending();
    const whole = await dump(pool);
    // What an older version left: fewer keys, other rows, and its number.
    await pool.query('grant all on throughline.event_key to current_user');
    await pool.query(`delete from throughline.event_key where key like 'commit:%'`);
    await pool.query(`update throughline_read.commit set title = 'as it was told before'`);
    await pool.query('delete from throughline_read.delivered_commit');
    await pool.query(`comment on schema throughline_read is '1'`);

    expect(await upgradeReadModels(pool)).toBe(true);
    expect(await dump(pool)).toEqual(whole);
    expect(await foldVersionOf(pool, 'throughline_read')).toBe(FOLD_VERSION);
    expect(await upgradeReadModels(pool)).toBe(false);
  });
});
