import type { Pool } from 'pg';
import { LIVE, useSchema } from '../projections/projector.js';
import type { Clock } from '../support/clock.js';
import { inParts } from '../support/in-parts.js';
import { type Db, inTransaction } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { recordFindings } from './finding-store.js';
import type { History } from './history.js';
import { judge } from './judge.js';
import type { Policy } from './policy.js';
import { changeHistories, type Standing } from './reading/change-histories.js';
import { type ChangeOf, changesAfter } from './reading/changes.js';
import { namesAfter, type OtherAbout, otherHistories } from './reading/other-histories.js';
import { type Touched, touchedBy } from './reading/touched.js';
import type { Settings } from './settings.js';
import { currentSettings } from './settings-store.js';

/** Large enough that questions to the database cost little, small enough that their answers fit into memory. */
const BATCH = 400;
/** Batches under way at once: while one is judged, the database reads for the other. */
const AT_ONCE = 3;
const OTHERS = ['ACCESS', 'EXECUTION', 'RESOURCE', 'ITEM'] as const satisfies readonly OtherAbout[];

export type EvaluationProgress = (judged: number) => void;

export interface Evaluated {
  /** Changes, shells, executions, servers and items looked at. */
  readonly subjects: number;
  /** Verdicts that are new. */
  readonly verdicts: number;
}

/** How verdicts stand. */
export interface Settled {
  /** When the newest was given. */
  readonly given: Date;
  /** The events recorded until then are judged. */
  readonly events: Date;
  /** By which policies. */
  readonly policies: readonly Judging[];
}

/** A policy that is on. */
export interface Judging extends Pick<Policy, 'id' | 'title' | 'about' | 'controls'> {
  readonly version: string;
}

interface Run {
  readonly settings: Settings;
  readonly standing: Standing;
  readonly asOf: Date;
  readonly progress: EvaluationProgress;
  readonly done: { subjects: number; verdicts: number };
}

/** Judges what happened by the policies that are on, and records verdicts that are new. One at a time, whoever asks. */
export class PolicyEvaluator {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Everything that is known, for example after the policies were edited. */
  evaluateAll(progress: EvaluationProgress = () => {}): Promise<Evaluated> {
    return this.alone(async () => {
      const run = await this.begin(progress);
      if (!run) return { subjects: 0, verdicts: 0 };
      await this.everything(run);
      await this.finish(run);
      return run.done;
    });
  }

  /** The next time judges everything: what was erased leaves no event that would say what it concerns. */
  async judgeAnew(): Promise<void> {
    await this.pool.query(`delete from throughline.watermark where name in ('judged', 'judged at')`);
  }

  /** What changed since the last time: by new events, by other policies, and by clocks that ran out. */
  evaluatePending(): Promise<Evaluated> {
    return this.alone(() => this.pending());
  }

  /** Judges what waits, and tells how verdicts stand while none is under way. */
  settle(): Promise<Settled> {
    return this.alone(async () => {
      await this.pending();
      const { rows } = await this.pool.query<{ given: Date | null }>(
        'select max(recorded_at) as given from throughline.finding',
      );
      const since = await this.evaluatedUpTo();
      const { settings } = await currentSettings(this.pool);
      const policies = settings.active.map(({ policy: { id, title, about, controls }, version }) => ({
        ...{ id, title, about, controls, version },
      }));
      return { given: rows[0]?.given ?? new Date(0), events: since?.events ?? new Date(0), policies };
    });
  }

  private async pending(): Promise<Evaluated> {
    const run = await this.begin(() => {});
    if (!run) return { subjects: 0, verdicts: 0 };
    const since = await this.evaluatedUpTo();
    const { since: edited } = await currentSettings(this.pool);
    const touched = await inTransaction(this.pool, async (db) => {
      await useSchema(db, LIVE);
      return touchedBy(db, since?.events ?? new Date(0), run.asOf);
    });
    if (!since || touched.everything || (edited && edited > since.at)) await this.everything(run);
    else await this.touched(run, touched);
    await this.overdue(run);
    await this.finish(run);
    return run.done;
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    const holder = await this.pool.connect();
    try {
      await holder.query(`select pg_advisory_lock(hashtextextended('throughline.policies', 0))`);
      return await work();
    } finally {
      await holder
        .query(`select pg_advisory_unlock(hashtextextended('throughline.policies', 0))`)
        .catch(() => {});
      holder.release();
    }
  }

  private async begin(progress: EvaluationProgress): Promise<Run | undefined> {
    const { rows } = await this.pool.query<{ at: Date }>(
      `select at from throughline.watermark where name = 'projected'`,
    );
    const asOf = rows[0]?.at;
    if (!asOf) return undefined;
    const { settings } = await currentSettings(this.pool);
    const now = this.clock.now();
    const standing = { asOf, now: now.toISOString(), environments: settings.environments };
    return { settings, standing, asOf, progress, done: { subjects: 0, verdicts: 0 } };
  }

  /** `events`: those recorded until then are judged; `at`: when that was. */
  private async evaluatedUpTo(): Promise<{ events: Date; at: Date } | undefined> {
    const { rows } = await this.pool.query<{ name: string; at: Date }>(
      `select name, at from throughline.watermark where name in ('judged', 'judged at')`,
    );
    const find = (name: string): Date | undefined => rows.find((row) => row.name === name)?.at;
    const events = find('judged');
    const at = find('judged at');
    return events && at && { events, at };
  }

  /** `judged at` is when it began, so that what is edited meanwhile is seen; `verdicts` is not before the newest of them. */
  private async finish({ asOf, standing, done }: Run): Promise<void> {
    const given = done.verdicts > 0 ? this.clock.now() : null;
    await this.pool.query(
      `insert into throughline.watermark (name, at)
       select name, at from (values ('judged', $1::timestamptz), ('judged at', $2), ('verdicts', $3)) w(name, at)
       where at is not null
       on conflict (name) do update set at = excluded.at`,
      [asOf, standing.now, given],
    );
  }

  private async everything(run: Run): Promise<void> {
    await this.changes(run, this.allChanges());
    for (const about of this.aboutsOf(run)) await this.others(run, about, this.allNames(about));
  }

  private async touched(run: Run, { changes, others }: Touched): Promise<void> {
    await this.changes(run, pagesOf(changes));
    for (const about of this.aboutsOf(run)) await this.others(run, about, pagesOf(others.get(about) ?? []));
    const runs = others.get('EXECUTION') ?? [];
    // What ran may have audited any server whose clock still runs.
    if (runs.length > 0) await this.others(run, 'RESOURCE', pagesOf(await this.waitingServers()));
  }

  /** Clocks that ran out since somebody looked. */
  private async overdue(run: Run): Promise<void> {
    const { rows } = await this.pool.query<{ about: string; service: string; subject: string }>(sql`
      select distinct f.about, f.service, f.subject from throughline.finding f
      where f.recheck_at <= ${run.standing.now} and not exists (
        select from throughline.finding n where n.service = f.service and n.subject = f.subject
          and n.environment = f.environment and n.policy = f.policy and n.recorded_at > f.recorded_at)
      order by f.about, f.service, f.subject`);
    for (const about of this.aboutsOf(run)) {
      const names = rows.filter((row) => row.about === about).map(({ subject }) => subject);
      await this.others(run, about, pagesOf(names));
    }
    const named = rows.filter(({ about }) => about === 'CHANGE');
    if (named.length === 0) return;
    const { rows: changes } = await this.pool.query<ChangeOf>(sql`
      select c.service, c.repo, c.id, c.kind, c.at, c.title
      from unnest(${named.map(({ service }) => service)}::text[], ${named.map(({ subject }) => subject)}::text[]) as w(service, name)
      join throughline_read.service_change c on c.service = w.service
        and c.repo = regexp_replace(w.name, '[@#][^@#]*$', '') and c.id = substring(w.name from '[^@#]*$')
      order by c.service, c.repo, c.id`);
    await this.changes(run, pagesOf(changes));
  }

  private async waitingServers(): Promise<string[]> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `select distinct subject from throughline.finding where about = 'RESOURCE' and recheck_at is not null order by subject`,
    );
    return rows.map(({ subject }) => subject);
  }

  private aboutsOf({ settings }: Run): OtherAbout[] {
    return OTHERS.filter((about) => settings.active.some(({ policy }) => policy.about === about));
  }

  private async *allChanges(): AsyncGenerator<readonly ChangeOf[]> {
    let last: ChangeOf | undefined;
    do {
      const page = await inTransaction(this.pool, async (db) => {
        await useSchema(db, LIVE);
        return changesAfter(db, last, { limit: BATCH });
      });
      if (page.length > 0) yield page;
      last = page.at(-1);
    } while (last);
  }

  private async *allNames(about: OtherAbout): AsyncGenerator<readonly string[]> {
    let last = '';
    for (;;) {
      const page = await namesAfter(this.pool, about, { after: last, limit: BATCH });
      if (page.length === 0) return;
      yield page;
      last = page.at(-1)!;
    }
  }

  private changes(run: Run, pages: Pages<ChangeOf>): Promise<void> {
    return this.batches(run, pages, (db, page) => changeHistories(db, page, run.standing));
  }

  private others(run: Run, about: OtherAbout, pages: Pages<string>): Promise<void> {
    return this.batches(run, pages, (db, page) => otherHistories(db, about, page, run.standing));
  }

  private async batches<T>(
    run: Run,
    pages: Pages<T>,
    read: (db: Db, page: readonly T[]) => Promise<History[]>,
  ): Promise<void> {
    const waiting = pages[Symbol.asyncIterator]();
    const policies = new Set(run.settings.active.map(({ policy }) => policy.id));
    const work = async (): Promise<void> => {
      for (let next = await waiting.next(); !next.done; next = await waiting.next()) {
        const page = next.value;
        const verdicts = await inTransaction(this.pool, async (db) => {
          await useSchema(db, LIVE);
          const histories = await read(db, page);
          const judged = histories.map((history) => ({ history, findings: judge(history, run.settings) }));
          return recordFindings(db, judged, { now: this.clock.now(), asOf: run.asOf, policies });
        });
        run.done.subjects += page.length;
        run.done.verdicts += verdicts;
        run.progress(run.done.subjects);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

type Pages<T> = AsyncIterable<readonly T[]>;

async function* pagesOf<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  yield* inParts(all, BATCH);
}
