import type { Pool } from 'pg';
import type { FlowFilter } from '../metrics/filter.js';
import { MetricDoor } from '../metrics/metric-door.js';
import type { Settled } from '../policies/evaluator.js';
import type { ReadModels } from '../projections/read-models.js';
import { Reading, readThrough } from '../projections/reading.js';
import { distinctBy } from '../support/distinct.js';
import { UserError } from '../support/errors.js';
import type { Definition } from './definition.js';
import type { CheckpointData, Content, PeriodData, ReportData, SectionData } from './model.js';
import { observer } from './observations.js';
import { type Period, periodBefore } from './period.js';
import { findSection } from './sections/registry.js';
import type { SectionContext } from './sections/section.js';

export interface Freezer {
  readonly pool: Pool;
  /** Of its own: who holds a state never waits for those who read in it. */
  readonly readingPool: Pool;
  readonly readModels: ReadModels;
  /** Judges what waits by the policies that are on. */
  settle(): Promise<Settled>;
  /** The signed state of the ledger that covers a recording time, once there is one. */
  checkpointFor(asOf: Date): Promise<CheckpointData | null>;
}

export interface Order {
  readonly definition: Definition;
  readonly period: Period;
  /** A recording time; undefined: everything that is known. */
  readonly asOf?: Date;
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Reads everything that a report says, at one recording time.
 *
 * @throws UserError what a metric or the scope refuses, and `NOT_PROJECTED` where `asOf` is ahead of the read models.
 */
export const freeze = async (freezer: Freezer, order: Order): Promise<ReportData> => {
  for (let attempt = 1; ; attempt += 1) {
    const judged = order.definition.sections.some(({ id }) => findSection(id)!.showsVerdicts);
    // Before the reading begins, so that it sees every verdict that was given until then.
    const settled = judged ? await freezer.settle() : NOT_JUDGED;
    const reading = new Reading(freezer.readingPool);
    try {
      return await readThrough(reading, () => freezeIn(freezer, order, settled));
    } catch (thrown) {
      if (!(thrown instanceof SettledLater) || attempt === MOST_ATTEMPTS) throw thrown;
    } finally {
      await reading.close();
    }
  }
};

const NOT_JUDGED: Settled = { given: new Date(0), events: new Date(0), policies: [] };
const MOST_ATTEMPTS = 5;

/** Somebody else settled verdicts for the same recording time after this reading began. */
class SettledLater extends Error {}

/** As they stood when a report first stood on this recording time; what was judged since is of another day. */
const firstSettled = async (
  observe: SectionContext['observe'],
  { given, events, policies }: Settled,
): Promise<Settled> => {
  const kept = await observe('verdicts', async () => ({
    given: given.toISOString(),
    events: events.toISOString(),
    policies,
  }));
  if (new Date(kept.given) > given) throw new SettledLater();
  return { ...kept, given: new Date(kept.given), events: new Date(kept.events) };
};

const freezeIn = async (
  freezer: Freezer,
  { definition, period, asOf, progress }: Order,
  settled: Settled,
): Promise<ReportData> => {
  const { pool, readModels } = freezer;
  const door = new MetricDoor(pool, readModels);
  const wanted = asOf && (await lastRecorded(pool, asOf));
  const standing = await door.standing(wanted);
  if (wanted && standing.asOf < wanted) {
    throw new UserError(
      'What was recorded until then is not counted yet: try again in a few seconds.',
      'NOT_PROJECTED',
    );
  }
  const checkpoint = standing.asOf.getTime() > 0 ? await freezer.checkpointFor(standing.asOf) : null;
  const read: (SectionData & Pick<Content, 'meanings' | 'summary'>)[] = [];
  const { zone } = definition;
  const observe = observer(pool, standing.asOf);
  const context: SectionContext = {
    pool,
    door,
    ...standing,
    zone,
    period,
    before: periodBefore(period, zone),
    filter: filterOf(definition, standing.asOf),
    observe,
    settled: settled === NOT_JUDGED ? settled : await firstSettled(observe, settled),
    trail: { pool, readModels },
    report: definition.name,
    checkpoint,
    controls: definition.controls,
    earlier: read,
  };
  for (const [i, { id, options }] of definition.sections.entries()) {
    progress?.(i, definition.sections.length);
    const section = findSection(id)!;
    read.push(sectionOf(section, await section.read(context, options)));
  }
  return dataOf(definition, context, read);
};

/** Two times between which nothing was recorded are one state. */
const lastRecorded = async (pool: Pool, asOf: Date): Promise<Date> => {
  const { rows } = await pool.query<{ at: Date | null }>(
    'select max(recorded_at) as at from throughline.event where recorded_at <= $1',
    [asOf],
  );
  return rows[0]?.at ?? new Date(0);
};

const filterOf =
  ({ scope, zone }: Definition, asOf: Date) =>
  ({ from, to }: Period): FlowFilter => ({ ...scope, from, to, zone, asOf });

const sectionOf = (
  { id, title }: { readonly id: string; readonly title: string },
  {
    figures = [],
    charts = [],
    tables = [],
    paragraphs = [],
    controls = [],
    meanings = [],
    summary = [],
  }: Content,
) => ({ id, title, paragraphs, figures, charts, tables, controls, meanings, summary });

type Read = readonly (SectionData & Pick<Content, 'meanings' | 'summary'>)[];

const dataOf = (definition: Definition, context: SectionContext, read: Read): ReportData => {
  const { services = null, teams = null, environment } = definition.scope;
  return {
    format: 'throughline report v1',
    report: definition.name,
    title: definition.title,
    audience: definition.audience,
    definition: definition.digest,
    zone: definition.zone,
    period: periodData(context.period),
    before: periodData(context.before),
    asOf: context.asOf.toISOString(),
    scope: { services, teams, environment },
    controls: definition.controls,
    summary: read.flatMap(({ summary }) => summary ?? []),
    sections: read.map(({ meanings: _meanings, summary: _summary, ...section }) => section),
    meanings: distinctBy(
      read.flatMap(({ meanings }) => meanings ?? []),
      ({ id, version }) => `${id}@${version}`,
    ),
    checkpoint: context.checkpoint,
  };
};

const periodData = ({ label, from, to }: Period): PeriodData => ({
  label,
  from: from.toISOString(),
  to: to.toISOString(),
});
