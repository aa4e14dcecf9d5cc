import type { Pool } from 'pg';
import { findingsOn, type Signs, type SourceFinding, type SourceState, stateOf } from '../completeness.js';
import { findSource } from '../registry.js';
import { absencesSince, type Sequence, sequencesOf, usualDeliveries } from './watch.js';

/** How far a source was read, where its system can be asked for what it keeps. */
interface Pulled {
  readonly records: number;
  readonly total: number | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** How a source stands, and what became of everything it sent. */
interface Health extends Watched {
  readonly name: string;
  readonly system: string;
  readonly firstReceivedAt: Date | null;
  readonly lastReceivedAt: Date | null;
  readonly received: number;
  readonly pending: number;
  readonly accepted: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly dead: number;
  readonly refused: number;
  readonly ignoredReasons: { readonly rule: string; readonly count: number }[];
}

interface Counted {
  readonly source: string;
  readonly system: string;
  readonly state: 'pending' | 'accepted' | 'ignored' | 'rejected' | 'dead' | 'erased';
  readonly reason: string | null;
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
}

/** Every source that is set up or ever sent something, by name. */
export const sourcesHealth = async (pool: Pool, now: Date): Promise<Health[]> => {
  const [configured, counted, refused] = await Promise.all([
    pool.query<{ name: string; system: string }>('select name, system from throughline.source'),
    pool.query<Counted>(`
        select source, max(system) as system, state, case when state in ('ignored', 'rejected', 'dead') then reason end as reason,
          count(*)::int as count, min(received_at) as first, max(received_at) as last
        from throughline.inbox group by source, state, 4`),
    pool.query<{ source: string; count: number }>(
      'select source, sum(count)::float8 as count from throughline.refused_delivery group by source',
    ),
  ]);
  const systems = new Map([
    ...counted.rows.map(({ source, system }) => [source, system] as const),
    ...configured.rows.map(({ name, system }) => [name, system] as const),
  ]);
  const turnedAway = new Map(refused.rows.map(({ source, count }) => [source, count]));
  const trouble = counted.rows.filter(({ state }) => state === 'rejected' || state === 'dead');
  const sources = [...systems]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, system]) => ({
      name,
      system,
      refused: turnedAway.get(name) ?? 0,
      ...summed(counted.rows.filter(({ source }) => source === name)),
    }));
  return Promise.all(
    sources.map(async (source) => ({
      ...source,
      ...(await watch(pool, { ...source, troubleReason: mostOften(trouble, source.name) }, now)),
    })),
  );
};

const mostOften = (rows: readonly Counted[], name: string): string | undefined =>
  rows
    .filter(({ source, reason }) => source === name && reason)
    .sort((a, b) => b.count - a.count || (a.reason! < b.reason! ? -1 : 1))[0]?.reason ?? undefined;

const summed = (rows: readonly Counted[]): Omit<Health, keyof Watched | 'name' | 'system' | 'refused'> => {
  const inState = (state: Counted['state']): number => total(rows.filter((row) => row.state === state));
  const heard = rows.length > 0;
  return {
    firstReceivedAt: heard ? new Date(Math.min(...rows.map(({ first }) => first.getTime()))) : null,
    lastReceivedAt: heard ? new Date(Math.max(...rows.map(({ last }) => last.getTime()))) : null,
    received: total(rows),
    pending: inState('pending'),
    // What was erased had been accepted.
    accepted: inState('accepted') + inState('erased'),
    ignored: inState('ignored'),
    rejected: inState('rejected'),
    dead: inState('dead'),
    ignoredReasons: rows
      .filter(({ state }) => state === 'ignored')
      .map(({ reason, count }) => ({ rule: reason ?? 'no reason given', count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
  };
};

const total = (rows: readonly Counted[]): number => rows.reduce((sum, { count }) => sum + count, 0);

interface Watched {
  readonly state: SourceState;
  readonly findings: SourceFinding[];
  readonly sequences: Sequence[];
  readonly pull: Pulled | null;
}

interface Counts {
  readonly name: string;
  readonly system: string;
  readonly received: number;
  readonly rejected: number;
  readonly dead: number;
  readonly refused: number;
  readonly firstReceivedAt: Date | null;
  readonly lastReceivedAt: Date | null;
  readonly troubleReason: string | undefined;
}

const WATCHED_MS = 28 * 86_400_000;

/** Puts together what tells whether a source is complete. */
const watch = async (pool: Pool, counts: Counts, now: Date): Promise<Watched> => {
  const source = findSource(counts.system);
  const last = counts.lastReceivedAt ?? undefined;
  const [sequences, pull, absences, missedByRhythm] = await Promise.all([
    sequencesOf(pool, counts.name),
    pullOf(pool, counts.name),
    absencesSince(pool, new Date(now.getTime() - WATCHED_MS)),
    last && !source?.imported ? usualDeliveries(pool, counts.name, { from: last, to: now }) : 0,
  ]);
  const pulledAt = pull?.finished_at ?? undefined;
  const signs: Signs = {
    ...counts,
    lastReceivedAt: last,
    missedByRhythm,
    gaps: sequences.flatMap(({ gaps }: Sequence) => gaps),
    absences: source?.imported
      ? []
      : absences.filter(({ to }) => isMissed(to, counts.firstReceivedAt, pulledAt)),
    resends: source?.resends === true,
    retentionDays: source?.retentionDays,
    pulledAt,
    pullError: pull?.error ?? undefined,
    canPull: pull !== undefined,
  };
  const findings = findingsOn(counts.name, signs, now);
  return {
    state: stateOf(findings),
    findings,
    sequences,
    pull: shownPull(pull),
  };
};

/** What was before it first spoke, or what was read since, is not missing. */
const isMissed = (until: Date, first: Date | null, pulledAt: Date | undefined): boolean =>
  first !== null && first < until && (!pulledAt || pulledAt < until);

interface PullRow {
  readonly records: number | null;
  readonly total: number | null;
  readonly finished_at: Date | null;
  readonly error: string | null;
}

const shownPull = (row: PullRow | undefined): Pulled | null =>
  row ? { records: row.records ?? 0, total: row.total, finishedAt: row.finished_at, error: row.error } : null;

const pullOf = async (pool: Pool, name: string): Promise<PullRow | undefined> => {
  const { rows } = await pool.query<PullRow>(
    `select p.records::float8 as records, p.total::float8 as total, p.finished_at, p.error
     from throughline.source s left join throughline.source_pull p on p.source = s.name
     where s.name = $1 and s.pull_url is not null`,
    [name],
  );
  return rows[0];
};
