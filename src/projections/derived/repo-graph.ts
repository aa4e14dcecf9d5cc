import type { Db } from '../../support/rows.js';

/** What the derived read models need of a commit. Instants are ISO text in UTC. */
export interface GraphCommit {
  readonly parents: readonly string[];
  readonly committedAt: string;
  readonly authoredAt: string;
  readonly merge: boolean;
}

const STEPS = [200, 5_000];

/**
 * The commit graph of one repository, loaded as far as a walk needs it: first the nearest ancestors, then more, then,
 * for a walk through a whole history, everything in one read.
 */
export class RepoGraph {
  private readonly commits = new Map<string, GraphCommit | null>();
  private loads = 0;
  private whole = false;

  constructor(
    private readonly db: Db,
    readonly repo: string,
  ) {}

  /** null: nobody has told us this commit. undefined: not loaded. */
  find(sha: string): GraphCommit | null | undefined {
    const known = this.commits.get(sha);
    return known === undefined && this.whole ? null : known;
  }

  get isWhole(): boolean {
    return this.whole;
  }

  /** Loads these commits and ancestors of theirs; afterwards `find` knows at least each of `shas`. */
  async load(shas: readonly string[]): Promise<void> {
    if (this.whole) return;
    const limit = STEPS[this.loads];
    this.loads += 1;
    if (limit === undefined || shas.length > limit) await this.loadWhole();
    else await this.loadNear(shas, limit);
  }

  /** Loads exactly these commits, without ancestors. */
  async loadOnly(shas: readonly string[]): Promise<void> {
    const wanted = this.whole ? [] : shas.filter((sha) => !this.commits.has(sha));
    if (wanted.length === 0) return;
    const { rows } = await this.db.query<CommitRecord>(
      'select sha, parents, committed_at, authored_at, merge from commit where repo = $1 and sha = any($2)',
      [this.repo, wanted],
    );
    for (const sha of wanted) this.commits.set(sha, null);
    for (const row of rows) this.add(row);
  }

  private async loadNear(shas: readonly string[], limit: number): Promise<void> {
    const { rows } = await this.db.query<CommitRecord>(
      `with recursive ancestor(sha) as (
         select unnest($2::text[])
         union
         select parent.sha
         from ancestor join commit c on c.repo = $1 and c.sha = ancestor.sha
         cross join unnest(c.parents) as parent(sha)
       ), near as materialized (select sha from ancestor limit $3)
       select near.sha, c.parents, c.committed_at, c.authored_at, c.merge
       from near left join commit c on c.repo = $1 and c.sha = near.sha`,
      [this.repo, shas, limit],
    );
    for (const row of rows) this.add(row);
  }

  private async loadWhole(): Promise<void> {
    const { rows } = await this.db.query<CommitRecord>(
      'select sha, parents, committed_at, authored_at, merge from commit where repo = $1',
      [this.repo],
    );
    for (const row of rows) this.add(row);
    this.whole = true;
  }

  private add({ sha, parents, committed_at, authored_at, merge }: CommitRecord): void {
    const known = parents !== null && committed_at !== null && authored_at !== null;
    this.commits.set(
      sha,
      known
        ? {
            parents,
            committedAt: committed_at.toISOString(),
            authoredAt: authored_at.toISOString(),
            merge: merge === true,
          }
        : null,
    );
  }
}

interface CommitRecord {
  readonly sha: string;
  readonly parents: string[] | null;
  readonly committed_at: Date | null;
  readonly authored_at: Date | null;
  readonly merge: boolean | null;
}
