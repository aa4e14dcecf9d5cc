import type { DeliveryEvent } from '../../events/vocabulary.js';
import { type Db, type Row, writeRows } from '../../support/rows.js';
import { deleteRows } from '../../support/sync-rows.js';
import { refoldKeyed } from '../keyed-rows.js';
import { audit } from './fold.js';
import type { AuditRow } from './row.js';

/** What a row can be found by, besides its own columns. */
export const markOf = {
  actor: (id: string): string => `actor:${id}`,
  host: (host: string): string => `host:${host}`,
  item: (item: string): string => `item:${item}`,
  artifact: (artifact: string): string => `artifact:${artifact}`,
  digest: (digest: string): string => `digest:${digest}`,
} as const;

export const marksOf = (row: AuditRow): string[] => [
  ...new Set([
    ...[row.initiator_id, row.actor_id, row.authorizer_id].flatMap((id) => (id ? [markOf.actor(id)] : [])),
    ...row.hosts.map(markOf.host),
    ...row.tickets.map(markOf.item),
    ...(row.artifact ? [markOf.artifact(row.artifact)] : []),
    ...(row.digest ? [markOf.digest(row.digest)] : []),
  ]),
];

const KEY = ['mark', 'at', 'id', 'place'] as const;
const TARGET = { table: 'audit_mark', columns: [...KEY, 'kind', 'started_at'], key: KEY } as const;

const markRows = (row: AuditRow | undefined): Row[] => {
  if (!row) return [];
  const { at, id, place, kind, started_at } = row;
  return marksOf(row).map((mark) => ({ mark, at, id, place, kind, started_at }));
};

const nameOf = ({ mark, at, kind, started_at }: Row): string => [at, mark, kind, started_at].join(' ');

/** Folds the audit trail again, and the marks of the rows that differ. */
export const refoldAudit = async (
  db: Db,
  keys: readonly string[],
  known: ReadonlyMap<string, readonly DeliveryEvent[]>,
): Promise<void> => {
  const gone: Row[] = [];
  const come: Row[] = [];
  for (const { before, after } of await refoldKeyed(db, audit, keys, known)) {
    const [was, is] = [markRows(before), markRows(after)];
    const [had, wanted] = [new Set(was.map(nameOf)), new Set(is.map(nameOf))];
    gone.push(...was.filter((row) => !wanted.has(nameOf(row))));
    come.push(...is.filter((row) => !had.has(nameOf(row))));
  }
  await deleteRows(db, TARGET, gone);
  await writeRows(db, { ...TARGET, conflict: 'ignore' }, come);
};
