import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Answer } from '../../metrics/answer.js';
import { checkedRange, type FlowFilter, ownedSpans, resolveServices } from '../../metrics/filter.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { checkedFirst, type PageRequest } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import type { EvidenceOf } from '../../metrics/statements.js';
import { POOL } from '../../support/tokens.js';
import { evidenceCount } from '../metrics/evidence-count.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import { Deployment, DeploymentReader } from './deployment.js';
import { loadDeployments } from './deployment-records.js';
import { countDeployments, listDeployments } from './list-deployments.js';

/** Lists of deployments, and those behind a figure. */
@Injectable()
export class Deployments {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  /** The newest first, those that still run too. */
  async list(filter: FlowFilter | undefined, page: PageRequest): Promise<Connection<Deployment>> {
    const { schema } = await this.door.standing(filter?.asOf);
    const reader = this.reader(schema);
    const first = checkedFirst(page.first);
    const selection = {
      services: filter && (await resolveServices(this.pool, filter, schema)),
      owned: filter && (await ownedSpans(this.pool, filter, schema)),
      environment: filter?.environment,
      range: filter && checkedRange(filter),
    };
    const found = await reader.read((db) => listDeployments(db, selection, { first, after: page.after }));
    const records = await reader.read((db) => loadDeployments(db, found.rows));
    return connectionOf(
      found,
      records.map((record) => new Deployment(record, reader)),
      () => reader.read((db) => countDeployments(db, selection)),
    );
  }

  /** The deployments behind a figure. */
  async evidence(answer: Answer, of: EvidenceOf, page: PageRequest): Promise<Connection<Deployment>> {
    const { schema, scope } = answer.question;
    const reader = this.reader(schema);
    const found = await answer.evidence(of, page);
    const refs = found.rows.map(({ service, id }) => ({ service, environment: scope.environment, id }));
    const records = await reader.read((db) => loadDeployments(db, refs));
    const nodes = records.map((record, i) => new Deployment(record, reader, found.rows[i]));
    return connectionOf(found, nodes, () => evidenceCount(answer, of));
  }

  private reader(schema: string): DeploymentReader {
    return new DeploymentReader((work) => readIn(this.pool, schema, work));
  }
}
