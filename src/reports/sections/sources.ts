import { z } from 'zod';
import { readIn } from '../../metrics/read.js';
import { sourcesHealth } from '../../sources/intake/health.js';
import { absencesSince } from '../../sources/intake/watch.js';
import { sql } from '../../support/sql.js';
import { counted, shownTime } from '../format.js';
import type { Cell, Table } from '../model.js';
import type { Section, SectionContext } from './section.js';

/** Whether the sources told everything: the certificate on which all else stands. */
export const sources: Section<Record<string, never>> = {
  id: 'sources',
  title: 'Completeness of the sources',
  options: z.strictObject({}),
  read: async (context) => {
    const [seen, events] = await Promise.all([observed(context), eventsBySource(context)]);
    const { rows: standing, findings, at } = seen;
    const bad = standing.filter(([, , state]) => state !== 'GREEN');
    return {
      summary: [
        standing.length === 0
          ? 'No source is set up, so nothing can be said of completeness.'
          : `${standing.length - bad.length} of ${counted(standing.length, 'source is', 'sources are')} complete as far as can be told${bad.length > 0 ? `; look at ${bad.map(([name]) => name).join(', ')}` : ''}.`,
      ],
      paragraphs: [
        certificate(standing, seen),
        `How each source stood was looked at once, at ${shownTime(at, context.zone)}, and is the same in every later run of this report as of the same recording time. The events are those recorded until ${shownTime(context.asOf.toISOString(), context.zone)}.`,
      ],
      tables: [
        STANDING(standing),
        FINDINGS(findings),
        EVENTS(events),
        GAPS(seen.gaps),
        SILENCES(seen.silences),
      ],
    };
  },
};

/** Says that nothing is known to be missing only where that is so. */
const certificate = (standing: readonly Cell[][], { gaps, silences }: Observed): string => {
  const bad = standing.filter(([, , state]) => state !== 'GREEN').length;
  if (standing.length === 0)
    return 'No source is set up: whatever is recorded came by import, and only who imported it can say whether it is complete.';
  if (bad + gaps.length + silences.length === 0)
    return `${standing.length === 1 ? 'The only source is' : `All ${standing.length} sources are`} set up and heard, no counted number is missing, and nothing kept us from receiving in the period.`;
  return `This is no clean certificate: ${bad} of ${counted(standing.length, 'source needs', 'sources need')} a look, ${counted(gaps.length, 'gap is', 'gaps are')} open in what they count, and ${counted(silences.length, 'time', 'times')} nothing could be received in the period.`;
};

interface Observed {
  readonly at: string;
  readonly rows: Cell[][];
  readonly findings: Cell[][];
  readonly gaps: Cell[][];
  readonly silences: Cell[][];
}

const observed = ({ observe, pool, period }: SectionContext): Promise<Observed> =>
  observe(`completeness ${period.from.toISOString()}..${period.to.toISOString()}`, async () => {
    const { rows } = await pool.query<{ now: Date }>(`select date_trunc('milliseconds', now()) as now`);
    const at = rows[0]!.now;
    const health = await sourcesHealth(pool, at);
    const absences = await absencesSince(pool, period.from);
    return {
      at: at.toISOString(),
      rows: health.map((one) => [
        one.name,
        one.system,
        one.state,
        one.lastReceivedAt?.toISOString() ?? null,
        one.received,
        one.accepted,
        one.ignored,
        one.rejected + one.dead,
        one.refused,
        one.sequences.reduce(
          (sum, { gaps }) => sum + gaps.reduce((all, { from, to }) => all + to - from + 1, 0),
          0,
        ),
      ]),
      findings: health.flatMap(({ name, findings }) =>
        findings.map(({ state, sentence, advice }) => [name, state, sentence, advice]),
      ),
      gaps: health.flatMap(({ name, sequences }) =>
        sequences.flatMap(({ stream, gaps }) =>
          gaps.map(({ from, to }) => [name, stream, from, to, to - from + 1]),
        ),
      ),
      silences: absences
        .filter(({ from }) => from < period.to)
        .map(({ from, to }) => [
          from.toISOString(),
          to.toISOString(),
          (to.getTime() - from.getTime()) / 1_000,
        ]),
    };
  });

const eventsBySource = async ({ pool, schema, asOf, period }: SectionContext): Promise<Cell[][]> =>
  readIn(pool, schema, async (db) => {
    const { rows } = await db.query<{ source: string; n: number; late: number; first: Date; last: Date }>(sql`
      select e.source, count(distinct e.id)::int as n,
        (count(distinct e.id) filter (where e.recorded_at >= ${period.to}))::int as late, min(e.at) as first, max(e.at) as last
      from throughline.event e
      where e.recorded_at <= ${asOf} and e.at >= ${period.from} and e.at < ${period.to}
      group by e.source order by e.source`);
    return rows.map((row) => [row.source, row.n, row.late, row.first.toISOString(), row.last.toISOString()]);
  });

const STANDING = (rows: Cell[][]): Table => ({
  id: 'sources',
  title: 'How each source stands',
  columns: [
    { title: 'Source', kind: 'text' },
    { title: 'System', kind: 'text' },
    { title: 'State', kind: 'text' },
    { title: 'Last received', kind: 'time' },
    { title: 'Received', kind: 'count' },
    { title: 'Accepted', kind: 'count' },
    { title: 'Ignored', kind: 'count' },
    { title: 'Not understood', kind: 'count' },
    { title: 'Refused', kind: 'count' },
    { title: 'Numbers missing', kind: 'count' },
  ],
  rows,
});

const FINDINGS = (rows: Cell[][]): Table => ({
  id: 'source-findings',
  title: 'What is the matter, and what to do',
  columns: ['Source', 'State', 'What', 'What to do'].map((title) => ({ title, kind: 'text' })),
  rows,
});

const EVENTS = (rows: Cell[][]): Table => ({
  id: 'source-events',
  title: 'Events of the period by source',
  columns: [
    { title: 'Source', kind: 'text' },
    { title: 'Events', kind: 'count' },
    { title: 'Told after the period', kind: 'count' },
    { title: 'First', kind: 'time' },
    { title: 'Last', kind: 'time' },
  ],
  rows,
});

/** Numbers by which a source counts what it tells, and that never came. */
const GAPS = (rows: Cell[][]): Table => ({
  id: 'source-gaps',
  title: 'Gaps: what a source told by its numbers and never came',
  columns: [
    { title: 'Source', kind: 'text' },
    { title: 'Stream', kind: 'text' },
    { title: 'From number', kind: 'count' },
    { title: 'To number', kind: 'count' },
    { title: 'Missing', kind: 'count' },
  ],
  rows,
});

const SILENCES = (rows: Cell[][]): Table => ({
  id: 'silences',
  title: 'Silences: when nothing could be received',
  columns: [
    { title: 'From', kind: 'time' },
    { title: 'To', kind: 'time' },
    { title: 'Length', kind: 'seconds' },
  ],
  rows,
});
