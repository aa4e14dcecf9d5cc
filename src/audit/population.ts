import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { absencesSince } from '../sources/intake/watch.js';
import { sql } from '../support/sql.js';
import { type AuditStore, walkTrail } from './export.js';
import { asJsonLine } from './lines.js';
import { type AuditFilter, checkedQuestion, questionText, refuseVerdicts } from './question.js';
import { checkedSample, Draw, type Drawn } from './sample.js';
import { type Sizes, Strata, type Stratum, USUAL_HOURS } from './strata.js';
import type { AuditLine } from './trail.js';

/** A complete list, frozen: whoever asks it again as of `asOf` gets the same lines, the same count and the same hash. */
export interface Population {
  readonly asOf: Date;
  /** The filter as canonical JSON, with `asOf`. */
  readonly question: string;
  readonly count: number;
  /** SHA-256 of the exported NDJSON file, hexadecimal. */
  readonly hash: string;
  readonly byKind: readonly { readonly kind: string; readonly count: number }[];
  /** What may be missing in it, as far as we know; nothing where no source gave reason to doubt. */
  readonly doubts: readonly string[];
}

export interface Sampled {
  readonly population: Population;
  readonly seed: string;
  readonly drawn: readonly Drawn[];
  /** Where it was drawn by strata; together their lines are `drawn`. */
  readonly strata: readonly Stratum[];
}

/** How many lines: of the whole population, or of each stratum. */
export type Drawing = { readonly seed: string } & (
  | { readonly size: number }
  | { readonly sizes: Readonly<Partial<Sizes>> }
);

/** Whoever looks at the lines while they go by. */
export interface Watcher {
  see(lines: readonly AuditLine[]): void | Promise<void>;
}

/** Walks through the whole list once. @throws UserError when the filter is wrong. */
export const freeze = async (
  store: AuditStore,
  filter: AuditFilter,
  watcher?: Watcher,
): Promise<Population> => {
  refuseVerdicts(filter);
  const walked = await walkTrail(store, filter);
  const hash = createHash('sha256');
  const kinds = new Map<string, number>();
  let count = 0;
  for await (const lines of walked.pages()) {
    for (const line of lines) {
      hash.update(`${asJsonLine(line)}\n`);
      kinds.set(line.kind, (kinds.get(line.kind) ?? 0) + 1);
    }
    count += lines.length;
    await watcher?.see(lines);
  }
  return {
    asOf: walked.asOf,
    question: questionText({ ...checkedQuestion(filter), asOf: walked.asOf }),
    count,
    hash: hash.digest('hex'),
    byKind: [...kinds].sort().map(([kind, n]) => ({ kind, count: n })),
    doubts: await doubtsAbout(store.pool, filter, walked.asOf),
  };
};

/** @throws UserError `BAD_SAMPLE` */
export const drawSample = async (
  store: AuditStore,
  filter: AuditFilter,
  drawing: Drawing,
): Promise<Sampled> => {
  if ('sizes' in drawing) return drawByStrata(store, filter, drawing);
  const { size, seed } = drawing;
  checkedSample(size, seed);
  const draw = new Draw(size, seed);
  const population = await freeze(store, filter, draw);
  return { population, seed, drawn: draw.result(), strata: [] };
};

const NO_SIZES: Sizes = { emergency: 0, 'high-risk': 0, 'out-of-hours': 0, others: 0 };

const drawByStrata = async (
  store: AuditStore,
  filter: AuditFilter,
  { sizes, seed }: { readonly sizes: Readonly<Partial<Sizes>>; readonly seed: string },
): Promise<Sampled> => {
  const wanted = Object.values(sizes).filter((size) => size !== 0);
  for (const size of wanted.length > 0 ? wanted : [0]) checkedSample(size, seed);
  const strata = new Strata(({ stratum }) => stratum!, { sizes: { ...NO_SIZES, ...sizes }, seed });
  const population = await freeze(store, { ...filter, hours: filter.hours ?? USUAL_HOURS }, strata);
  const result = strata.result();
  return { population, seed, drawn: result.flatMap(({ drawn }) => drawn), strata: result };
};

/** Deliveries of the period that were not understood, and times when nobody could receive any. */
const doubtsAbout = async (pool: Pool, { from, to }: AuditFilter, asOf: Date): Promise<string[]> => {
  const since = from ?? new Date(0);
  const until = to && to < asOf ? to : asOf;
  const { rows: refused } = await pool.query<{ source: string; count: number }>(sql`
    select source, count(*)::int as count from throughline.inbox
    where state in ('rejected', 'dead', 'pending') and received_at >= ${since} and received_at < ${until}
    group by source order by source`);
  const absences = (await absencesSince(pool, since)).filter((absence) => absence.from < until);
  return [
    ...refused.map(
      ({ source, count }) =>
        `${count} deliveries of ${source} in this period are not understood or wait: throughline deliveries shows them.`,
    ),
    ...absences.map(
      (absence) =>
        `Nothing could be received from ${absence.from.toISOString()} to ${absence.to.toISOString()}: what was not sent again or read since is missing.`,
    ),
  ];
};
