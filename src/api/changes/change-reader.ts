import type { Pool } from 'pg';
import type { Standing } from '../../metrics/metric-door.js';
import { readIn } from '../../metrics/read.js';
import type { History } from '../../policies/history.js';
import { type FindingRecord, findingsOn } from '../../policies/read-findings.js';
import { changeHistories } from '../../policies/reading/change-histories.js';
import { currentSettings } from '../../policies/settings-store.js';
import type { Story } from '../../projections/story.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { personFinder } from '../people/find-person.js';
import { batched } from '../schema/batched.js';
import { loadDeliveries, loadScrap, loadServices } from './change-outcomes.js';
import { type ChangeRecord, type ChangeRef, loadChanges, nameOf } from './change-records.js';
import { loadTimeline } from './timeline.js';

/** The verdicts on a change that held at a time; null: those that hold. */
interface AskedFindings {
  readonly ref: ChangeRef;
  readonly asOf: Date | null;
}

const nameOfAsked = ({ ref, asOf }: AskedFindings): string => `${nameOf(ref)} ${asOf?.toISOString() ?? ''}`;

/** More commits than any system lets a change request have. */
const COMMITS_IN_STORY = 100_000;

/** Reads changes where one answer stands; what many changes of a page ask for is read together. */
export class ChangeReader {
  readonly services = batched(nameOf, (refs: readonly ChangeRef[]) =>
    this.read((db) => loadServices(db, refs)),
  );
  readonly deliveries = batched(nameOf, (refs: readonly ChangeRef[]) =>
    this.read((db) => loadDeliveries(db, refs)),
  );
  readonly person = personFinder((work) => this.read(work));
  readonly scrap = batched(nameOf, (refs: readonly ChangeRef[]) => this.read((db) => loadScrap(db, refs)));

  readonly findings = batched(nameOfAsked, (asked: readonly AskedFindings[]) => this.readFindings(asked));

  private readonly stories = new Map<string, Promise<Story>>();

  constructor(
    private readonly pool: Pool,
    private readonly standing: Standing,
    /** The recording time that was asked for; undefined: now. */
    readonly past?: Date | null,
  ) {}

  /** @returns a record for each reference, in its order. */
  records(refs: readonly ChangeRef[]): Promise<ChangeRecord[]> {
    return this.read((db) => loadChanges(db, refs));
  }

  /** @returns the commits of a change request that a source told us about, the oldest first. */
  async commits({ kind, repo, id }: ChangeRef, first: number): Promise<ChangeRecord[]> {
    if (kind !== 'PULL_REQUEST') return [];
    return this.read(async (db) => {
      const { rows } = await db.query<{ sha: string }>(sql`
        select c.sha from change_commit m join commit c on c.repo = m.repo and c.sha = m.sha
        where m.repo = ${repo} and m.change = ${id} order by c.committed_at, c.sha limit ${first}`);
      return loadChanges(
        db,
        rows.map(({ sha }) => ({ kind: 'COMMIT', repo, id: sha })),
      );
    });
  }

  /** Read once, however many fields ask for it. */
  story(ref: ChangeRef): Promise<Story> {
    const known = this.stories.get(nameOf(ref)) ?? this.readStory(ref);
    this.stories.set(nameOf(ref), known);
    return known;
  }

  /** What controls know of a change, on each environment of theirs on which it arrived. */
  histories({ kind, repo, id, title, at }: ChangeRecord): Promise<History[]> {
    return this.read(async (db) => {
      if (kind !== 'COMMIT' && kind !== 'PULL_REQUEST') return [];
      const [services = []] = await loadServices(db, [{ kind, repo, id }]);
      const { settings } = await currentSettings(db);
      const { asOf } = this.standing;
      const standing = { asOf, now: asOf.toISOString(), environments: settings.environments };
      const change = { kind, repo, id, title, at: at ?? new Date(0) };
      return changeHistories(
        db,
        services.map((service) => ({ ...change, service })),
        standing,
      );
    });
  }

  read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return readIn(this.pool, this.standing.schema, work);
  }

  private readFindings(asked: readonly AskedFindings[]): Promise<FindingRecord[][]> {
    return this.read(async (db) => {
      const services = await loadServices(
        db,
        asked.map(({ ref }) => ref),
      );
      const byTime = groupBy(
        asked.map((one, i) => ({ ...one, i })),
        ({ asOf }) => asOf?.toISOString() ?? '',
      );
      const found: FindingRecord[][] = asked.map(() => []);
      for (const group of byTime.values()) {
        const subjects = group.flatMap(({ ref, i }) =>
          (ref.repo ? services[i]! : ['']).map((service) => ({ service, subject: nameOf(ref) })),
        );
        const records = await findingsOn(db, subjects, group[0]!.asOf);
        for (const { ref, i } of group) found[i] = records.filter(({ subject }) => subject === nameOf(ref));
      }
      return found;
    });
  }

  private async readStory(ref: ChangeRef): Promise<Story> {
    const [members, deliveries, scrap] = await Promise.all([
      this.commits(ref, COMMITS_IN_STORY),
      this.deliveries(ref),
      this.scrap(ref),
    ]);
    const { asOf } = this.standing;
    const shas = members.map(({ id }) => id);
    return this.read((db) => loadTimeline(db, { ref, members: shas, deliveries, scrap, asOf }));
  }
}
