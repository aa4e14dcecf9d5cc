import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { distinctBy } from '../support/distinct.js';
import { UserError } from '../support/errors.js';
import { type Db, inTransaction, writeRows } from '../support/rows.js';
import type { Author, Edit, LoggedEdit } from './edit.js';

export interface WorkshopRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly importedAt: Date | null;
  readonly importedBy: string | null;
  readonly title: string;
  readonly lastSequence: number;
}

/** The channel on which PostgreSQL tells every server that a workshop has news. */
export const CHANNEL = 'throughline_workshop';
/** A day with a full room is some hundreds. */
const MOST_EDITS = 20_000;

const WORKSHOP = `id, created_at as "createdAt", created_by as "createdBy", imported_at as "importedAt",
  imported_by as "importedBy", title, last_sequence as "lastSequence"`;
const EDIT = 'sequence, id, field, value, at, participant, name, account';
const EDIT_TARGET = {
  table: 'throughline.workshop_edit',
  columns: ['workshop', 'sequence', 'id', 'field', 'value', 'at', 'participant', 'name', 'account'],
  key: ['workshop', 'sequence'],
  conflict: 'ignore',
} as const;

/** The workshops and the logs of their edits. */
export class EditLog {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  async list(first: number): Promise<WorkshopRow[]> {
    const { rows } = await this.pool.query<WorkshopRow>(
      `select ${WORKSHOP} from throughline.workshop order by created_at desc, id limit $1`,
      [first],
    );
    return rows;
  }

  async find(id: string): Promise<WorkshopRow | undefined> {
    const { rows } = await this.pool.query<WorkshopRow>(
      `select ${WORKSHOP} from throughline.workshop where id = $1`,
      [id],
    );
    return rows[0];
  }

  /** @throws UserError `UNKNOWN_WORKSHOP` */
  async get(id: string): Promise<WorkshopRow> {
    return (await this.find(id)) ?? refuseUnknown(id);
  }

  create(id: string, title: string, account: string): Promise<void> {
    return createRow(this.pool, {
      id,
      title,
      createdAt: this.clock.now(),
      createdBy: account,
      importedAt: null,
      importedBy: null,
      lastSequence: 0,
    });
  }

  /** In order of sequence, from the one behind `after`. */
  async after(id: string, after: number, limit = MOST_EDITS): Promise<LoggedEdit[]> {
    const { rows } = await this.pool.query<LoggedEdit>(
      `select ${EDIT} from throughline.workshop_edit where workshop = $1 and sequence > $2
       order by sequence limit $3`,
      [id, after, limit],
    );
    return rows;
  }

  /** The edit that holds in a field; undefined when it is empty. */
  async latest(id: string, field: string): Promise<LoggedEdit | undefined> {
    const { rows } = await this.pool.query<LoggedEdit>(
      `select ${EDIT} from throughline.workshop_edit where workshop = $1 and field = $2
       order by sequence desc limit 1`,
      [id, field],
    );
    return rows[0]?.value === 'null' ? undefined : rows[0];
  }

  /**
   * Adds checked edits. One that is in the log already, by its id, is left as it is.
   *
   * @returns all of them as they stand in the log, those that were there before too.
   * @throws UserError `UNKNOWN_WORKSHOP`, `FULL`, `NOT_YOURS`
   */
  append(id: string, edits: readonly Edit[], author: Author): Promise<LoggedEdit[]> {
    const at = this.clock.now();
    return inTransaction(this.pool, async (db) => {
      const last = await lastSequence(db, id);
      const known = await knownOf(db, id, edits);
      await refuseForeignVotes(db, id, edits, author);
      const fresh = distinctBy(edits, ({ id }) => id).filter(({ id }) => !known.has(id));
      if (last + fresh.length > MOST_EDITS) {
        throw new UserError(
          `A workshop holds ${MOST_EDITS} edits and no more: start another with its export.`,
          'FULL',
        );
      }
      const added = fresh.map((edit, i) => ({ ...edit, ...author, at, sequence: last + i + 1 }));
      await write(db, id, added);
      const all = new Map([...known, ...added.map((edit) => [edit.id, edit] as const)]);
      return [...all.values()].sort((left, right) => left.sequence - right.sequence);
    });
  }

  /**
   * Brings a whole workshop in, with the log that it had.
   *
   * @throws UserError `WORKSHOP_EXISTS`
   */
  import(workshop: WorkshopRow, edits: readonly LoggedEdit[]): Promise<void> {
    return inTransaction(this.pool, async (db) => {
      await createRow(db, { ...workshop, lastSequence: 0 });
      await write(db, workshop.id, edits);
    });
  }
}

const createRow = async (db: Db, row: WorkshopRow): Promise<void> => {
  const { rowCount } = await db.query(
    `insert into throughline.workshop
       (id, created_at, created_by, imported_at, imported_by, title, last_sequence)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [row.id, row.createdAt, row.createdBy, row.importedAt, row.importedBy, row.title, row.lastSequence],
  );
  if (!rowCount) {
    throw new UserError(`There is a workshop ${row.id} here already, with other edits.`, 'WORKSHOP_EXISTS');
  }
};

/** Locks the workshop, so that its edits are numbered in the order in which they are committed. */
const lastSequence = async (db: Db, id: string): Promise<number> => {
  const { rows } = await db.query<{ last: number }>(
    'select last_sequence as last from throughline.workshop where id = $1 for update',
    [id],
  );
  return rows[0]?.last ?? refuseUnknown(id);
};

const knownOf = async (db: Db, id: string, edits: readonly Edit[]): Promise<Map<string, LoggedEdit>> => {
  const { rows } = await db.query<LoggedEdit>(
    `select ${EDIT} from throughline.workshop_edit where workshop = $1 and id = any($2)`,
    [id, edits.map((edit) => edit.id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
};

/** A participant's id is no secret, so whose vote it is is told by the account too. */
const refuseForeignVotes = async (
  db: Db,
  id: string,
  edits: readonly Edit[],
  { account }: Author,
): Promise<void> => {
  const votes = edits.map(({ field }) => field).filter((field) => field.startsWith('vote:'));
  if (votes.length === 0) return;
  const { rowCount } = await db.query(
    `select from throughline.workshop_edit
     where workshop = $1 and field = any($2) and account <> $3 limit 1`,
    [id, votes, account],
  );
  if (rowCount) throw new UserError('This vote was cast by somebody else.', 'NOT_YOURS');
};

const write = async (db: Db, id: string, edits: readonly LoggedEdit[]): Promise<void> => {
  if (edits.length === 0) return;
  await writeRows(
    db,
    EDIT_TARGET,
    edits.map((edit) => ({ ...edit, workshop: id })),
  );
  const title = edits.findLast(({ field, value }) => field === 'title' && value !== 'null')?.value;
  await db.query(
    'update throughline.workshop set last_sequence = $2, title = coalesce($3, title) where id = $1',
    [id, edits.at(-1)!.sequence, title ? (JSON.parse(title) as string) : null],
  );
  await db.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ workshop: id })]);
};

const refuseUnknown = (id: string): never => {
  throw new UserError(`There is no workshop ${id.slice(0, 64)}.`, 'UNKNOWN_WORKSHOP');
};
