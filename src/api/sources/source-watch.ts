import { Field, Float, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { findingsOn, type Signs, type SourceFinding, stateOf } from '../../sources/completeness.js';
import { absencesSince, type Sequence, sequencesOf, usualDeliveries } from '../../sources/intake/watch.js';
import { findSource } from '../../sources/registry.js';

export const SourceState = {
  GREEN: 'GREEN',
  SILENT: 'SILENT',
  LATE: 'LATE',
  GAP: 'GAP',
  REJECTED: 'REJECTED',
} as const;
registerEnumType(SourceState, {
  name: 'SourceState',
  description: 'GREEN: nothing is the matter, as far as can be told.',
});

@ObjectType('SourceFinding', { description: 'What is the matter with a source, and what to do about it.' })
export class Finding {
  @Field(() => SourceState)
  state!: keyof typeof SourceState;

  @Field(() => String)
  sentence!: string;

  @Field(() => String)
  advice!: string;
}

@ObjectType({ description: 'Numbers that are missing in a stream.' })
export class NumberGap {
  @Field(() => Float)
  from!: number;

  @Field(() => Float)
  to!: number;
}

@ObjectType({ description: 'Numbers by which a system counts without a gap, such as the builds of a job.' })
export class SourceSequence {
  @Field(() => String)
  stream!: string;

  @Field(() => Float)
  first!: number;

  @Field(() => Float, { description: 'Everything from the first to here is known.' })
  contiguousTo!: number;

  @Field(() => Float)
  last!: number;

  @Field(() => [NumberGap], { description: 'The first twenty.' })
  gaps!: readonly NumberGap[];
}

@ObjectType({ description: 'How far a source was read, where its system can be asked for what it keeps.' })
export class SourcePull {
  @Field(() => Float, { description: 'Records read since the beginning.' })
  records!: number;

  @Field(() => Float, { nullable: true, description: 'Records that there are, where the system tells.' })
  total!: number | null;

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the last time failed.' })
  error!: string | null;
}

export interface Watched {
  readonly state: SourceFinding['state'];
  readonly findings: Finding[];
  readonly sequences: SourceSequence[];
  readonly pull: SourcePull | null;
}

interface Counts {
  readonly name: string;
  readonly system: string;
  readonly received: number;
  readonly rejected: number;
  readonly dead: number;
  readonly refused: number;
  readonly lastReceivedAt: Date | null;
}

const WATCHED_MS = 28 * 86_400_000;

/** Puts together what tells whether a source is complete. */
export const watch = async (pool: Pool, counts: Counts, now: Date): Promise<Watched> => {
  const source = findSource(counts.system);
  const last = counts.lastReceivedAt ?? undefined;
  const [sequences, pull, absences, missedByRhythm] = await Promise.all([
    sequencesOf(pool, counts.name),
    pullOf(pool, counts.name),
    absencesSince(pool, new Date(now.getTime() - WATCHED_MS)),
    last ? usualDeliveries(pool, counts.name, { from: last, to: now }) : 0,
  ]);
  const pulledAt = pull?.finished_at ?? undefined;
  const signs: Signs = {
    ...counts,
    lastReceivedAt: last,
    missedByRhythm,
    gaps: sequences.flatMap(({ gaps }: Sequence) => gaps),
    absences: counts.received > 0 ? absences.filter(({ to }) => !pulledAt || pulledAt < to) : [],
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

interface PullRow {
  readonly records: number | null;
  readonly total: number | null;
  readonly finished_at: Date | null;
  readonly error: string | null;
}

const shownPull = (row: PullRow | undefined): SourcePull | null =>
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
