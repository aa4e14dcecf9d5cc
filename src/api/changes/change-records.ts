import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { ChangeKind } from '../schema/enums.js';

/** A change by its name within its repository: a sha, a number, or (without repository) an artifact or an item. */
export interface ChangeRef {
  readonly kind: keyof typeof ChangeKind;
  readonly repo: string;
  readonly id: string;
}

/** What is known of a change itself. */
export interface ChangeRecord extends ChangeRef {
  readonly title: string;
  readonly url: string | null;
  readonly author_id: string | null;
  readonly author_name: string | null;
  /** Its own date: committed, merged (else opened), created; null when no source told it. */
  readonly at: Date | null;
  readonly opened_at: Date | null;
  readonly first_commit_at: Date | null;
  readonly merged_at: Date | null;
  readonly committed_at: Date | null;
  readonly authored_at: Date | null;
  readonly commit_count: number | null;
}

const NOTHING_KNOWN = {
  url: null,
  author_id: null,
  author_name: null,
  at: null,
  opened_at: null,
  first_commit_at: null,
  merged_at: null,
  committed_at: null,
  authored_at: null,
  commit_count: null,
} as const;

/** @returns a record for each reference, in its order; of a change that no source described, only its name. */
export const loadChanges = async (db: Db, refs: readonly ChangeRef[]): Promise<ChangeRecord[]> => {
  const found = [
    ...(await commits(db, ofKind(refs, 'COMMIT'))),
    ...(await changeRequests(db, ofKind(refs, 'PULL_REQUEST'))),
    ...(await items(db, ofKind(refs, 'ITEM'))),
  ];
  const known = new Map(found.map((record) => [nameOf(record), record]));
  return refs.map((ref) => known.get(nameOf(ref)) ?? { ...NOTHING_KNOWN, ...ref, title: ref.id });
};

const ofKind = (refs: readonly ChangeRef[], kind: ChangeRef['kind']): ChangeRef[] =>
  refs.filter((ref) => ref.kind === kind);

/** The name by which people and queries call it: `REPO@SHA`, `REPO#NUMBER`, or the artifact or item itself. */
export const nameOf = ({ kind, repo, id }: ChangeRef): string =>
  kind === 'COMMIT' ? `${repo}@${id}` : kind === 'PULL_REQUEST' ? `${repo}#${id}` : id;

/** References as a table `wanted(repo, id)`. */
const wanted = (refs: readonly ChangeRef[]) =>
  sql`unnest(${refs.map(({ repo }) => repo)}::text[], ${refs.map(({ id }) => id)}::text[]) as wanted(repo, id)`;

const commits = async (db: Db, refs: readonly ChangeRef[]): Promise<ChangeRecord[]> => {
  if (refs.length === 0) return [];
  const { rows } = await db.query<Omit<ChangeRecord, 'kind'>>(sql`
    select c.repo, c.sha as id, c.title, c.url, c.author_id, c.author_name, c.committed_at as at, c.committed_at, c.authored_at
    from ${wanted(refs)} join commit c on c.repo = wanted.repo and c.sha = wanted.id`);
  return rows.map((row) => ({ ...NOTHING_KNOWN, ...row, kind: 'COMMIT' as const }));
};

const changeRequests = async (db: Db, refs: readonly ChangeRef[]): Promise<ChangeRecord[]> => {
  if (refs.length === 0) return [];
  const { rows } = await db.query<Omit<ChangeRecord, 'kind'>>(sql`
    select c.repo, c.id, c.title, c.url, c.author_id, c.author_name, c.opened_at, c.merged_at,
      coalesce(c.merged_at, c.opened_at, c.abandoned_at) as at,
      least(c.first_commit_at, m.first_commit_at) as first_commit_at, coalesce(c.commit_count, m.commits) as commit_count
    from ${wanted(refs)} join change c on c.repo = wanted.repo and c.id = wanted.id
    cross join lateral (
      select count(*)::int as commits, min(k.authored_at) as first_commit_at
      from change_commit m join commit k on k.repo = m.repo and k.sha = m.sha
      where m.repo = c.repo and m.change = c.id and not k.merge
    ) m`);
  return rows.map((row) => ({ ...NOTHING_KNOWN, ...row, kind: 'PULL_REQUEST' as const }));
};

const items = async (db: Db, refs: readonly ChangeRef[]): Promise<ChangeRecord[]> => {
  if (refs.length === 0) return [];
  const { rows } = await db.query<{ id: string; title: string; at: Date | null }>(sql`
    select i.item as id, coalesce(i.title, i.item) as title, i.created_at as at
    from item i where i.item = any(${refs.map(({ id }) => id)})`);
  return rows.map((row) => ({ ...NOTHING_KNOWN, ...row, repo: '', kind: 'ITEM' as const }));
};
