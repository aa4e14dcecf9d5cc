import { AUDIT_COLUMNS } from '../projections/audit/row.js';
import { changeKey, commitKey } from '../projections/keys.js';
import type { ToldEvent } from '../projections/story.js';
import { gatherStory } from '../projections/story.js';
import { UserError } from '../support/errors.js';
import { canonicalJson } from '../support/hash.js';
import type { Db } from '../support/rows.js';
import { raw, sql } from '../support/sql.js';
import { type Context, changesOf, contextOf } from './context.js';
import { asJsonLine } from './lines.js';
import type { AuditLine } from './trail.js';

/** All that is known of one line of the trail. */
export interface Pack {
  readonly line: AuditLine;
  readonly context: Context;
  /** Everything that was told of it and of what led to it, in whatever system, by time. */
  readonly events: readonly ToldEvent[];
  /** Links that too many events share to be followed. */
  readonly leftOut: readonly string[];
}

const COLUMNS = raw(AUDIT_COLUMNS.map((column) => `a.${column}`).join(', '));

/**
 * @param id of a line, as `auditTrail` shows it.
 * @throws UserError `NOT_FOUND`
 */
export const packOf = async (db: Db, id: string, asOf: Date): Promise<Pack> => {
  // The key is the id, but for edits, of which one key has many.
  const { rows } = await db.query<AuditLine>(sql`
    select ${COLUMNS} from audit a where a.key = any(${keysIn(id)}) and a.id = ${id} order by a.place limit 1`);
  const [line] = rows;
  if (!line)
    throw new UserError(
      `There is no line ${JSON.stringify(id)}: take an id as auditTrail shows it.`,
      'NOT_FOUND',
    );
  const [context] = await contextOf(db, [line], asOf);
  const [requests] = await changesOf(db, [line]);
  // Also the change requests that what was deployed came with.
  const changes = [...new Set([...requests!, ...(line.repo && line.change ? [line.change] : [])])];
  const { approvals, verifications } = context!;
  const story = await gatherStory(db, {
    keys: [
      ...(line.kind === 'RESOURCE' ? [] : [line.key]),
      ...(line.repo && line.sha ? [commitKey(line.repo, line.sha)] : []),
      ...changes.map((change) => changeKey(line.repo!, change)),
      ...(await commitsOf(db, line, changes)),
    ],
    eventIds: [...line.event_ids, ...[...approvals, ...verifications].map(({ event }) => event)],
    asOf,
  });
  return { line, context: context!, ...story };
};

/** The commits of change requests, since their messages name tickets that the request itself may not. */
const commitsOf = async (db: Db, { repo }: AuditLine, changes: readonly string[]): Promise<string[]> => {
  const { rows } = await db.query<{ sha: string }>(sql`
    select sha from change_commit where repo = ${repo} and change = any(${changes}) order by sha`);
  return rows.map(({ sha }) => commitKey(repo!, sha));
};

const keysIn = (id: string): string[] => [
  id,
  id.slice(0, Math.max(0, id.lastIndexOf('@'))),
  id.replaceAll('%2F', '/').replaceAll('%25', '%'),
];

/** The line and what other systems say of it, for a person and a program. */
export const packText = ({ line, context, leftOut }: Pack): string =>
  `${JSON.stringify({ entry: JSON.parse(asJsonLine(line)), ...context, leftOut }, null, 2)}\n`;

/** One telling a line, as it was stored. */
export const eventLine = ({ event: _, data, ...told }: ToldEvent): string =>
  `${canonicalJson({ ...told, recorded_at: told.recorded_at.toISOString(), data })}\n`;
