import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Answer, EvidenceRow } from '../../metrics/answer.js';
import { checkedRange, type FlowFilter, ownedSpans, resolveServices } from '../../metrics/filter.js';
import { MetricDoor, type Standing } from '../../metrics/metric-door.js';
import { checkedFirst, decodeCursor, type PageRequest, pageOf } from '../../metrics/page.js';
import type { EvidenceOf } from '../../metrics/statements.js';
import { UserError } from '../../support/errors.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { POOL } from '../../support/tokens.js';
import { evidenceCount } from '../metrics/evidence-count.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import { Change } from './change.js';
import { ChangeReader } from './change-reader.js';
import { type ChangeRecord, type ChangeRef, loadChanges, nameOf } from './change-records.js';
import { findNamed } from './find-change.js';
import { countChanges, listChanges, type Selection } from './list-changes.js';

export interface ChangeSearch {
  readonly search?: string | null;
  readonly scrapped?: boolean | null;
}

/** Changes: one by its name, lists of them, and those behind a figure. */
@Injectable()
export class Changes {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  /** @throws UserError `AMBIGUOUS` when the beginning of a sha is that of several. */
  async one(name: string, asOf?: Date | null): Promise<Change | null> {
    const reader = this.reader(await this.door.standing(asOf), asOf);
    const [record] = await reader.read(async (db) => {
      const found = (await findNamed(db, name.trim())) ?? [];
      const refs = found.length > 0 ? found : await findOther(db, name.trim());
      if (refs.length > 1) refuseAmbiguous(name, refs);
      return loadChanges(db, refs);
    });
    return record ? new Change(record, reader) : null;
  }

  /** The newest first. A search for a sha or a number finds it wherever it is; any other text is filtered by. */
  async list(
    filter: FlowFilter | undefined,
    { search, scrapped }: ChangeSearch,
    page: PageRequest,
  ): Promise<Connection<Change>> {
    const standing = await this.door.standing(filter?.asOf);
    const reader = this.reader(standing, filter?.asOf);
    const text = search?.trim();
    const named = text ? await reader.read((db) => findNamed(db, text)) : undefined;
    if (named?.length) return this.namedPage(reader, named, page);
    const first = checkedFirst(page.first);
    const selection: Selection = {
      services: filter && (await resolveServices(this.pool, filter, standing.schema)),
      owned: filter && (await ownedSpans(this.pool, filter, standing.schema)),
      range: filter && checkedRange(filter),
      environment: filter?.environment,
      text,
      scrapped,
    };
    const found = await reader.read((db) => listChanges(db, selection, { first, after: page.after }));
    const records = await reader.records(found.rows);
    const nodes = records.map((record) => new Change(record, reader));
    return connectionOf(found, nodes, () => reader.read((db) => countChanges(db, selection)));
  }

  /** The changes behind a figure. */
  async evidence(answer: Answer, of: EvidenceOf, page: PageRequest): Promise<Connection<Change>> {
    const reader = this.reader(answer.question);
    const found = await answer.evidence(of, page);
    const records = await reader.records(found.rows.map(refOf));
    const nodes = records.map((record, i) => new Change(record, reader, found.rows[i]));
    return connectionOf(found, nodes, () => evidenceCount(answer, of));
  }

  private async namedPage(
    reader: ChangeReader,
    refs: readonly ChangeRef[],
    page: PageRequest,
  ): Promise<Connection<Change>> {
    const first = checkedFirst(page.first);
    const all = (await reader.records(refs)).sort((a, b) => compare(keyOf(b), keyOf(a)));
    const after = page.after ? decodeCursor(page.after, 3) : undefined;
    const left = after ? all.filter((record) => compare(keyOf(record), after) < 0) : all;
    const shown = pageOf(left, first, keyOf);
    return connectionOf(
      shown,
      shown.rows.map((record) => new Change(record, reader)),
      () => all.length,
    );
  }

  private reader(standing: Standing, past?: Date | null): ChangeReader {
    return new ChangeReader(this.pool, standing, past);
  }
}

const refOf = ({ kind, repo, id }: EvidenceRow): ChangeRef => {
  if (kind === 'DEPLOYMENT' || kind === 'INCIDENT') throw new Error(`a ${kind} is no change`);
  return { kind, repo, id };
};

const keyOf = ({ at, repo, id }: ChangeRecord): string[] => [(at ?? new Date(0)).toISOString(), repo, id];

const compare = (a: readonly string[], b: readonly string[]): number => {
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs < 0 ? 0 : a[differs]! < b[differs]! ? -1 : 1;
};

/** Items and artifacts are changes of a figure about them. */
const findOther = async (db: Db, name: string): Promise<ChangeRef[]> => {
  const { rows } = await db.query<Pick<ChangeRef, 'kind'>>(sql`
    (select 'ITEM' as kind from item where item = ${name})
    union all (select 'ARTIFACT' from delivered_artifact where artifact = ${name})
    limit 1`);
  return rows.map(({ kind }) => ({ kind, repo: '', id: name }));
};

const NAMED = 5;

const refuseAmbiguous = (name: string, refs: readonly ChangeRef[]): never => {
  const names = refs.slice(0, NAMED).map(nameOf).join(', ');
  const more = refs.length > NAMED ? ` and ${refs.length - NAMED} more` : '';
  throw new UserError(
    `${JSON.stringify(name)} may mean ${names}${more}: give the whole name of one.`,
    'AMBIGUOUS',
  );
};
