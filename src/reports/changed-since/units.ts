import type { Pool } from 'pg';
import type { Answer } from '../../metrics/answer.js';
import { readWhole } from '../../metrics/read-whole.js';
import { sql } from '../../support/sql.js';

/** A unit of a figure's population, in one state of knowledge. */
export interface Unit {
  readonly name: string;
  readonly kind: string;
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  readonly counts: boolean;
  readonly microseconds: number | null;
  /** In the numerator of a rate. */
  readonly hit: boolean;
}

type Row = Omit<Unit, 'name'>;

/** Every unit behind an answer, by name. */
export const unitsOf = async (pool: Pool, { question }: Answer): Promise<Map<string, Unit>> => {
  const { metric, scope, schema } = question;
  const span = metric.kind === 'duration' ? sql`p.us::float8` : sql`null::float8`;
  const hits =
    metric.kind === 'rate'
      ? sql`(select distinct h.service, h.repo, h.id from (${metric.hits(scope)}) h)`
      : sql`(select null::text as service, null::text as repo, null::text as id where false)`;
  const rows = await readWhole(pool, schema, async (db) => {
    const found = await db.query<Row>(sql`
      select p.kind, p.service, p.repo, p.id, p.reason is null as counts, ${span} as microseconds,
        p.reason is null and h.id is not null as hit
      from (${metric.sql(scope)}) p
      left join ${hits} h on h.service = p.service and h.repo = p.repo and h.id = p.id
      order by p.service, p.repo, p.id, p.kind`);
    return found.rows;
  });
  return new Map(rows.map((row) => [nameOf(row), { ...row, name: nameOf(row) }]));
};

const nameOf = ({ kind, service, repo, id }: Row): string =>
  `${kind} ${service} ${repo ? `${repo}@` : ''}${id}`;

export const isSame = (a: Unit, b: Unit): boolean =>
  a.counts === b.counts && a.microseconds === b.microseconds && a.hit === b.hit;
