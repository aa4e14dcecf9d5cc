import type { Db } from '../../support/rows.js';
import type { Walk } from '../graph.js';
import type { RepoGraph } from './repo-graph.js';

/** One service on one environment, as far as it is built from one repository. */
export interface Line {
  readonly service: string;
  readonly environment: string;
  readonly repo: string;
}

export const keyOf = ({ service, environment, repo }: Line): string[] => [service, environment, repo];

/** The marks of one line, loaded alongside the graph. */
export class LineMarks {
  readonly walk: Walk;
  private readonly loaded = new Set<string>();
  private whole = false;

  constructor(
    readonly context: { readonly db: Db; readonly graph: RepoGraph },
    private readonly line: Line,
  ) {
    this.walk = {
      marks: new Map(),
      changed: new Set(),
      parentsOf: (sha) => {
        const commit = this.context.graph.find(sha);
        if (commit === undefined || !(this.whole || this.loaded.has(sha))) return undefined;
        return commit?.parents ?? null;
      },
    };
  }

  /** Loads the graph around these commits, and the marks of everything that the graph then knows of them. */
  async loadAround(shas: readonly string[]): Promise<void> {
    const { graph } = this.context;
    if (shas.some((sha) => graph.find(sha) === undefined)) await graph.load(shas);
    if (graph.isWhole) await this.loadWhole();
    else await this.load(this.reachable(shas));
  }

  async load(shas: readonly string[]): Promise<void> {
    await this.context.graph.loadOnly(shas);
    const wanted = this.whole ? [] : [...new Set(shas)].filter((sha) => !this.loaded.has(sha));
    if (wanted.length === 0) return;
    await this.query('and sha = any($4)', [wanted]);
    for (const sha of wanted) this.loaded.add(sha);
  }

  private async loadWhole(): Promise<void> {
    if (!this.whole) await this.query('', []);
    this.whole = true;
  }

  private reachable(shas: readonly string[]): string[] {
    const found = new Set<string>();
    const stack = [...shas];
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      const commit = this.context.graph.find(sha);
      if (commit === undefined || found.has(sha)) continue;
      found.add(sha);
      if (commit) stack.push(...commit.parents);
    }
    return [...found];
  }

  private async query(condition: string, parameters: readonly unknown[]): Promise<void> {
    const { rows } = await this.context.db.query<{ sha: string; delivered_at: Date; deployment: string }>(
      `select sha, delivered_at, deployment from delivered_commit
       where service = $1 and environment = $2 and repo = $3 ${condition}`,
      [...keyOf(this.line), ...parameters],
    );
    for (const { sha, delivered_at, deployment } of rows) {
      // What this walk has set already is newer than what is stored.
      if (!this.walk.changed.has(sha))
        this.walk.marks.set(sha, { at: delivered_at.toISOString(), deployment });
    }
  }
}
