import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { checkedRange, type FlowFilter, resolveServices } from '../../metrics/filter.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { checkedFirst, decodeCursor, type PageRequest, pageOf } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import {
  countFindings,
  type FindingRecord,
  type FindingSelection,
  listFindings,
} from '../../policies/read-findings.js';
import { POOL } from '../../support/tokens.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import { Finding } from './finding.js';

type Choice = Pick<FindingSelection, 'policies' | 'verdicts'>;

/** Verdicts of controls: those that hold, and those that held. */
@Injectable()
export class Findings {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  /** By the subject's own date, the newest first. */
  async list(
    filter: FlowFilter | undefined,
    choice: Choice,
    { first, after }: PageRequest,
  ): Promise<Connection<Finding>> {
    const size = checkedFirst(first);
    const { schema } = await this.door.standing();
    const selection: FindingSelection = {
      ...choice,
      services: filter && (await resolveServices(this.pool, filter)),
      environment: filter?.environment,
      range: filter && checkedRange(filter),
      asOf: filter?.asOf,
    };
    const position = { limit: size + 1, after: after ? decodeCursor(after, 5) : undefined };
    const rows = await readIn(this.pool, schema, (db) => listFindings(db, selection, position));
    const page = pageOf(rows, size, keyOf);
    return connectionOf(
      page,
      page.rows.map((record) => new Finding(record)),
      () => readIn(this.pool, schema, (db) => countFindings(db, selection)),
    );
  }
}

const keyOf = ({ moment, service, subject, environment, policy }: FindingRecord): string[] => [
  moment,
  service,
  subject,
  environment,
  policy,
];
