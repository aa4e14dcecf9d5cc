import { z } from 'zod';
import { freeze, type Population } from '../../audit/population.js';
import type { AuditFilter } from '../../audit/question.js';
import { LARGEST_SAMPLE } from '../../audit/sample.js';
import { OFFICE_DAYS, Strata, type Stratum, stratifier, ticketSorts } from '../../audit/strata.js';
import type { AuditLine } from '../../audit/trail.js';
import { resolveServices } from '../../metrics/filter.js';
import { counted, decimal } from '../format.js';
import type { Cell, Column, Table } from '../model.js';
import type { Section, SectionContext } from './section.js';

const size = (usual: number) => z.int().min(0).max(LARGEST_SAMPLE).default(usual);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00');

const options = z.strictObject({
  /** The sample is drawn by it; left out: the name of the report and its period. */
  seed: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/, 'must be one line')
    .optional(),
  /** How many lines of each stratum at most. */
  sample: z
    .strictObject({
      emergency: size(10),
      'high-risk': size(10),
      'out-of-hours': size(10),
      others: size(25),
    })
    .prefault({}),
  /** What is outside of them, or on a Saturday or Sunday, is out of hours; in the zone of the report. */
  hours: z.strictObject({ from: clock, to: clock }).default({ from: '08:00', to: '18:00' }),
});
type Options = z.infer<typeof options>;

interface Frozen {
  readonly name: string;
  readonly filter: AuditFilter;
  readonly population: Population;
  readonly strata: readonly Stratum[];
}

/** The complete lists of the period, frozen with count and hash, and what was drawn from them by a seed. */
export const population: Section<Options> = {
  id: 'population',
  title: 'Population and sample',
  options,
  read: async (context, { seed, sample, hours }) => {
    const services = await resolveServices(context.pool, context.filter(context.period), context.schema);
    const { from, to } = context.period;
    const common: AuditFilter = { from, to, asOf: context.asOf, ...(services && { services }) };
    const asked: readonly [string, AuditFilter][] = [
      ['Changes', { ...common, kinds: ['CHANGE', 'COMMIT'] }],
      ['Deployments', { ...common, kinds: ['DEPLOYMENT'], environments: [environmentOf(context)] }],
    ];
    const office = { days: OFFICE_DAYS, ...hours, zone: context.zone };
    const stratumOf = stratifier(await ticketSorts(context), office);
    const frozen: Frozen[] = [];
    for (const [name, filter] of asked) {
      const drawing = new Strata(stratumOf, {
        sizes: sample,
        seed: `${seed ?? `${context.report} ${context.period.label}`} ${name.toLowerCase()}`,
      });
      const found = await freeze(context.trail, filter, drawing);
      frozen.push({ name, filter, population: await kept(context, name, found), strata: drawing.result() });
    }
    return contentOf(frozen, hours, context);
  },
};

const environmentOf = ({ filter, period }: SectionContext): string => filter(period).environment!;

/** Doubts come of what is waiting or was refused now: looked at once. */
const kept = async (context: SectionContext, name: string, found: Population): Promise<Population> => {
  const { from, to } = context.period;
  const what = `doubts about ${name} ${from.toISOString()}..${to.toISOString()}`;
  return { ...found, doubts: await context.observe(what, async () => found.doubts) };
};

const contentOf = (
  frozen: readonly Frozen[],
  hours: Options['hours'],
  { zone, filter, period }: SectionContext,
) => {
  const drawn = frozen.flatMap(({ strata }) => strata).reduce((sum, one) => sum + one.drawn.length, 0);
  const lists = frozen.map(({ name, population: { count } }) =>
    counted(count, name.toLowerCase().replace(/s$/, ''), name.toLowerCase()),
  );
  const doubts = [...new Set(frozen.flatMap(({ population: one }) => one.doubts))];
  return {
    summary: [
      `The complete population is ${lists.join(' and ')}; a sample of ${decimal(drawn, 0)} was drawn, as anybody can draw it again.`,
    ],
    paragraphs: [
      `A population is every line of the audit trail of the period and scope${filter(period).services ? '' : ', of all services'}, never cut off. Its hash is that of the file which "GET /audit.ndjson" gives for the same question.`,
      `Each line is in the first stratum that it fits: emergency (its ticket calls itself an emergency), high-risk (its ticket's last word on risk is high or critical), out-of-hours (outside of ${hours.from} to ${hours.to} from Monday to Friday, ${zone}), others. Of each stratum those lines are drawn whose SHA-256 of seed, place and id, each followed by a line feed, is smallest: docs/audit/redraw.mjs draws them again from the lines of the exported file that are in the stratum. Which are emergency or high-risk is listed below.`,
      doubts.length > 0
        ? 'There is reason to doubt that the lists are complete; see the table of doubts.'
        : 'Nothing that we know of gives reason to doubt that the lists are complete.',
    ],
    tables: [
      populationTable(frozen),
      strataTable(frozen),
      sampleTable(frozen),
      memberTable(frozen),
      ...(doubts.length > 0 ? [doubtTable(doubts)] : []),
    ],
  };
};

const text = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'text' }));

const populationTable = (frozen: readonly Frozen[]): Table => ({
  id: 'populations-frozen',
  title: 'The populations',
  columns: [...text('Population'), { title: 'Count', kind: 'count' }, ...text('SHA-256', 'Question')],
  rows: frozen.map(({ name, population: { count, hash, question } }) => [name, count, hash, question]),
});

const strataTable = (frozen: readonly Frozen[]): Table => ({
  id: 'strata',
  title: 'The strata, and how they were drawn from',
  columns: [
    ...text('Population', 'Stratum'),
    { title: 'Lines', kind: 'count' },
    { title: 'Drawn', kind: 'count' },
    ...text('Seed', 'SHA-256 of places and ids'),
  ],
  rows: frozen.flatMap(({ name, strata }) =>
    strata.map((one): Cell[] => [...[name, one.name, one.population, one.drawn.length], one.seed, one.hash]),
  ),
});

const sampleTable = (frozen: readonly Frozen[]): Table => ({
  id: 'sample',
  title: 'The sample',
  columns: [
    ...text('Population', 'Stratum'),
    { title: 'At', kind: 'time' },
    ...text('Place', 'Id', 'Title', 'Who', 'Tickets', 'Rank'),
  ],
  rows: frozen.flatMap(({ name, strata }) =>
    strata.flatMap((stratum) =>
      stratum.drawn.map(({ line, rank }): Cell[] => [
        ...[name, stratum.name, line.at.toISOString(), line.place, line.id, line.title],
        whoDid(line),
        line.tickets.join(', ') || null,
        rank.slice(0, 16),
      ]),
    ),
  ),
});

const memberTable = (frozen: readonly Frozen[]): Table => ({
  id: 'stratum-members',
  title: 'Every line that is emergency or high-risk',
  columns: text('Population', 'Stratum', 'Place', 'Id'),
  rows: frozen.flatMap(({ name, strata }) =>
    strata.flatMap((stratum) => stratum.members.map(({ place, id }) => [name, stratum.name, place, id])),
  ),
});

const whoDid = (line: AuditLine): string | null =>
  line.initiator_name ?? line.initiator_id ?? line.actor_name ?? line.actor_id;

const doubtTable = (doubts: readonly string[]): Table => ({
  id: 'doubts',
  title: 'What may be missing',
  columns: text('Why'),
  rows: doubts.map((one) => [one]),
});
