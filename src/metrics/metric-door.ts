import type { Pool } from 'pg';
import type { ReadModels } from '../projections/read-models.js';
import { Answer } from './answer.js';
import type { BucketUnit } from './buckets.js';
import { checkedRange, DEFAULT_ENVIRONMENT, type FlowFilter, ownedSpans, resolveServices } from './filter.js';
import type { Metric, Scope } from './metric.js';

export type Options = Partial<Pick<Scope, 'clock' | 'rules'>> & { readonly bucket?: BucketUnit | null };

/** Where a list or a figure reads, and what it then stands on. */
export interface Standing {
  readonly schema: string;
  readonly asOf: Date;
}

/** The one way to ask for a figure: checks the filter once, picks the read models, and hands out the answer. */
export class MetricDoor {
  constructor(
    private readonly pool: Pool,
    private readonly readModels: ReadModels,
  ) {}

  /**
   * @returns the answer, of which nothing is read yet.
   * @throws UserError when the filter names what there is not, or no range.
   */
  async ask<M extends Metric>(metric: M, filter: FlowFilter, options: Options = {}): Promise<Answer<M>> {
    const { from, to, zone } = checkedRange(filter);
    const { schema, asOf } = await this.standing(filter.asOf);
    const services = await resolveServices(this.pool, filter, schema);
    const owned = await ownedSpans(this.pool, filter, schema);
    const environment = filter.environment ?? DEFAULT_ENVIRONMENT;
    const { clock = 'COMMITTED', rules, bucket } = options;
    const scope = { services, owned, environment, from, to, clock, rules };
    return new Answer(this.pool, { metric, scope, zone, bucket, schema, asOf });
  }

  /** The read models as of a recording time. Before the first event they stand on the epoch. */
  async standing(asOf?: Date | null): Promise<Standing> {
    const { schema, watermark } = await this.readModels.schemaFor(asOf ?? undefined);
    return { schema, asOf: watermark ?? new Date(0) };
  }
}
