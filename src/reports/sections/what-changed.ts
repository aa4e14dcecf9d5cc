import { z } from 'zod';
import type { Answer } from '../../metrics/answer.js';
import { deploymentFrequency } from '../../metrics/deployment-frequency.js';
import { commitToDeploy } from '../../metrics/lead-time/commit-to-deploy.js';
import type { Metric } from '../../metrics/metric.js';
import { readWhole } from '../../metrics/read-whole.js';
import { scrapRate } from '../../metrics/scrap-rate.js';
import { sql } from '../../support/sql.js';
import { shownChange } from '../format.js';
import type { Table, Unit } from '../model.js';
import type { Period } from '../period.js';
import type { Section, SectionContext } from './section.js';

/** One service's part of a figure: `amount` over all services' `base` is the figure. */
interface Part {
  readonly service: string;
  readonly n: number;
  readonly amount: number;
}

interface Decomposed {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly metric: Metric;
  /** Days, for what is counted by the day; otherwise the number of units. */
  readonly base: 'units' | 'days';
}

/** Only what is a sum over services divided by one number can be taken apart so that the parts add up. */
const DECOMPOSED: readonly Decomposed[] = [
  { id: 'lead-time', title: 'Lead time, mean', unit: 'seconds', metric: commitToDeploy, base: 'units' },
  { id: 'scrap-rate', title: 'Scrap rate', unit: 'ratio', metric: scrapRate, base: 'units' },
  {
    id: 'deployments',
    title: 'Deployments a day',
    unit: 'per day',
    metric: deploymentFrequency,
    base: 'days',
  },
];

/** What moved each figure against the period before, service by service; the parts add up to the whole change. */
export const whatChanged: Section<Record<string, never>> = {
  id: 'what-changed',
  title: 'What changed since the period before, and where',
  options: z.strictObject({}),
  read: async (context) => {
    const compared = await Promise.all(DECOMPOSED.map((one) => compare(context, one)));
    return {
      summary: compared.flatMap(({ sentence }) => sentence),
      paragraphs: [
        `Each change against ${context.before.label} is taken apart by service. A service's part is what it adds to the figure of this period less what it added to that of the period before, so the parts add up to the change.`,
      ],
      tables: compared.map(({ table }) => table),
    };
  },
};

const compare = async (context: SectionContext, one: Decomposed) => {
  const [now, before] = await Promise.all([
    partsOf(context, one, context.period),
    partsOf(context, one, context.before),
  ]);
  const services = [...new Set([...now.parts.keys(), ...before.parts.keys()])];
  const comparable = now.base > 0 && before.base > 0;
  const rows = services
    .map((service) => {
      const [part, last] = [now.parts.get(service), before.parts.get(service)];
      const moved = comparable ? (part?.amount ?? 0) / now.base - (last?.amount ?? 0) / before.base : null;
      return { service, n: part?.n ?? 0, last: last?.n ?? 0, moved };
    })
    .sort((a, b) => Math.abs(b.moved ?? 0) - Math.abs(a.moved ?? 0) || (a.service < b.service ? -1 : 1));
  const table: Table = {
    id: `what-changed-${one.id}`,
    title: `${one.title}: parts of the change by service`,
    columns: [
      { title: 'Service', kind: 'text' },
      { title: 'Units now', kind: 'count' },
      { title: 'Units before', kind: 'count' },
      { title: 'Part of the change', kind: one.unit },
    ],
    rows: rows.map(({ service, n, last, moved }) => [service, n, last, moved]),
  };
  return { table, sentence: comparable ? sentenceOn(one, rows) : [] };
};

const sentenceOn = (
  { title, unit }: Decomposed,
  rows: readonly { service: string; moved: number | null }[],
): string[] => {
  const change = rows.reduce((sum, { moved }) => sum + (moved ?? 0), 0);
  const [most] = rows;
  if (!most?.moved || change === 0) return [];
  return [
    `${title} moved by ${shownChange(change, unit)}; ${most.service} alone by ${shownChange(most.moved, unit)}.`,
  ];
};

const partsOf = async (context: SectionContext, { metric, base }: Decomposed, period: Period) => {
  const answer: Answer = await context.door.ask(metric, context.filter(period));
  const rows = await readWhole(
    context.pool,
    context.schema,
    async (db) =>
      (await db.query<{ service: string; n: number; amount: string }>(partsStatement(answer))).rows,
  );
  const scale = metric.kind === 'duration' ? 1e6 : 1;
  const parts = new Map<string, Part>(
    rows.map(({ service, n, amount }) => [service, { service, n, amount: Number(amount) / scale }]),
  );
  const units = rows.reduce((sum, { n }) => sum + n, 0);
  return { parts, base: base === 'days' ? (rows.length > 0 ? await answer.days() : 0) : units };
};

/** `n` units of each service that count, and the sum that the figure is made of: whole microseconds, hits or units. */
const partsStatement = ({ question: { metric, scope } }: Answer) => {
  if (metric.kind === 'rate') {
    return sql`select p.service, count(*)::int as n, count(h.id)::text as amount
      from (${metric.sql(scope)}) p
      left join (select distinct h.service, h.repo, h.id from (${metric.hits(scope)}) h) h
        on h.service = p.service and h.repo = p.repo and h.id = p.id
      where p.reason is null group by p.service order by p.service`;
  }
  const amount = metric.kind === 'duration' ? sql`sum(p.us)::text` : sql`count(*)::text`;
  return sql`select p.service, count(*)::int as n, ${amount} as amount
    from (${metric.sql(scope)}) p where p.reason is null group by p.service order by p.service`;
};
