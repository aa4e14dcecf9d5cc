import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { LIVE } from './projector.js';
import { currentReading } from './reading.js';
import { createLike, dropSchema, fill } from './rebuild.js';

/** Where a query reads, and what it then stands on: every event recorded until `watermark`. */
export interface ReadSchema {
  readonly schema: string;
  /** undefined while nothing was ever recorded. */
  readonly watermark: Date | undefined;
}

/** How many past states are kept ready; the one used longest ago makes room. */
const SNAPSHOTS = 6;

/** Forgets all past states; they are made again when they are asked for. */
export const dropSnapshots = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ schema_name: string }>(
    'delete from throughline.read_snapshot returning schema_name',
  );
  for (const { schema_name } of rows) await dropSchema(pool, schema_name);
};

/** The read models of now, or of any past recording time, folded from the events known then. */
export class ReadModels {
  private readonly building = new Map<string, Promise<void>>();

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** @param asOf a recording time; the answer is the same whenever it is asked again. */
  async schemaFor(asOf?: Date): Promise<ReadSchema> {
    const watermark = await this.projectedWatermark();
    if (!asOf || !watermark || asOf >= watermark) return { schema: LIVE, watermark };
    const known = await this.lastRecorded(asOf);
    const schema = `${LIVE}_at_${known.getTime()}`;
    await this.snapshot(schema, known);
    return { schema, watermark: known };
  }

  private async projectedWatermark(): Promise<Date | undefined> {
    const reading = currentReading();
    if (reading) return (await reading.pin()).watermark;
    const { rows } = await this.pool.query<{ at: Date }>(
      `select at from throughline.watermark where name = 'projected'`,
    );
    return rows[0]?.at;
  }

  /** Two times between which nothing was recorded are one state. The epoch: before the first event. */
  private async lastRecorded(asOf: Date): Promise<Date> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      'select max(recorded_at) as at from throughline.event where recorded_at <= $1',
      [asOf],
    );
    return rows[0]?.at ?? new Date(0);
  }

  private async snapshot(schema: string, asOf: Date): Promise<void> {
    const { rowCount } = await this.pool.query(
      'update throughline.read_snapshot set used_at = $2 where as_of = $1',
      [asOf, this.clock.now()],
    );
    if (rowCount) return;
    const running =
      this.building.get(schema) ?? this.build(schema, asOf).finally(() => this.building.delete(schema));
    this.building.set(schema, running);
    await running;
  }

  private async build(schema: string, asOf: Date): Promise<void> {
    await dropSchema(this.pool, schema);
    await createLike(this.pool, schema);
    await fill(this.pool, { schema, upTo: asOf, progress: () => {} });
    const now = this.clock.now();
    await this.pool.query(
      `insert into throughline.read_snapshot (as_of, schema_name, built_at, used_at) values ($1, $2, $3, $3)
       on conflict (as_of) do update set used_at = excluded.used_at`,
      [asOf, schema, now],
    );
    await this.makeRoom();
  }

  private async makeRoom(): Promise<void> {
    const { rows } = await this.pool.query<{ schema_name: string; as_of: Date }>(
      'select as_of, schema_name from throughline.read_snapshot order by used_at desc, as_of offset $1',
      [SNAPSHOTS],
    );
    for (const { schema_name, as_of } of rows) {
      await this.pool.query('delete from throughline.read_snapshot where as_of = $1', [as_of]);
      await dropSchema(this.pool, schema_name);
    }
  }
}
