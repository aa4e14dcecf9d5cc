import { z } from 'zod';
import type { EventOf } from '../../events/vocabulary.js';
import { deploymentFrequency } from '../../metrics/deployment-frequency.js';
import { readIn } from '../../metrics/read.js';
import { scrapRate } from '../../metrics/scrap-rate.js';
import { groupBy } from '../../support/group-by.js';
import { sql } from '../../support/sql.js';
import { counted, shownValue } from '../format.js';
import type { Figure, Meaning, Table } from '../model.js';
import type { Section, SectionContext } from './section.js';
import { personOf, toldEvents } from './told-events.js';

const options = z.strictObject({
  /** Minutes of a person's work that one successful run replaces, by the name of its action. */
  minutes: z.record(z.string(), z.number().positive()).default({}),
});

const MEANINGS: readonly Meaning[] = [
  {
    id: 'AUTOMATION_SAVINGS',
    version: 1,
    title: 'Manual work replaced',
    text: 'Successful executions that ended in the period and are no part of another one, times the minutes of manual work that the definition of the report declares for their action. An execution whose action has no declared minutes saves nothing here and is left out (NOT_DECLARED); one that did not succeed is left out by its outcome.',
  },
  {
    id: 'DEPLOYMENTS_PER_DEVELOPER',
    version: 1,
    title: 'Deployments per developer and day',
    text: 'Successful deployments of the period, divided by its calendar days and by the number of different authors of its changes.',
  },
  {
    id: 'HOSTS_PER_OPERATOR',
    version: 1,
    title: 'Hosts per operator',
    text: 'Different hosts that executions of the period reached, divided by the number of different humans who started or ran them.',
  },
];

type Run = EventOf<'execution.finished'>;

/** Executions that replaced manual work, by the minutes declared for them. */
export const automation: Section<z.infer<typeof options>> = {
  id: 'automation',
  title: 'Automation',
  options,
  read: async (context, { minutes }) => {
    const runs = (await toldEvents(context, ['execution.finished'])).filter(inScope(context));
    const whole = runs.filter(({ parent }) => parent === undefined);
    const actions = [...groupBy(whole, ({ action }) => action ?? '')].map(([action, of]) => ({
      action,
      of,
      good: of.filter(({ outcome }) => outcome === 'success').length,
      declared: minutes[action],
    }));
    const figures = [savings(actions, whole.length), await perDeveloper(context), hostsPerOperator(runs)];
    const [saved] = figures;
    return {
      summary:
        saved!.value === null
          ? []
          : [
              `${counted(saved!.n, 'execution', 'executions')} replaced ${shownValue(saved!.value, 'minutes')} of manual work.`,
            ],
      paragraphs: whole.length > 0 ? [] : ['No execution of this scope is known in the period.'],
      figures,
      tables: [tableOf(actions)],
      meanings: MEANINGS,
    };
  },
};

const inScope =
  ({ filter, period }: SectionContext) =>
  ({ service }: Run): boolean => {
    const { services } = filter(period);
    return !services || (service !== undefined && services.includes(service));
  };

interface Action {
  readonly action: string;
  readonly of: readonly Run[];
  readonly good: number;
  readonly declared: number | undefined;
}

const savings = (actions: readonly Action[], population: number): Figure => {
  const sum = (count: (action: Action) => number): number =>
    actions.reduce((all, one) => all + count(one), 0);
  const n = sum(({ good, declared }) => (declared === undefined ? 0 : good));
  const undeclared = sum(({ good, declared }) => (declared === undefined ? good : 0));
  const excluded = [
    { reason: 'NOT_DECLARED', count: undeclared },
    { reason: 'NOT_SUCCESSFUL', count: population - n - undeclared },
  ];
  return {
    id: 'automation.minutes',
    title: 'Manual work replaced',
    unit: 'minutes',
    value: n > 0 ? sum(({ good, declared }) => good * (declared ?? 0)) : null,
    better: 'higher',
    n,
    population,
    excluded: excluded.filter(({ count }) => count > 0),
    definition: 'AUTOMATION_SAVINGS@1',
  };
};

const perDeveloper = async ({ door, pool, schema, filter, period }: SectionContext): Promise<Figure> => {
  const [deployed, made] = await Promise.all([
    door.ask(deploymentFrequency, filter(period)),
    door.ask(scrapRate, filter(period)),
  ]);
  const [totals, days] = await Promise.all([deployed.totals(), deployed.days()]);
  const authors = await readIn(pool, schema, async (db) => {
    const { rows } = await db.query<{ authors: number }>(sql`
      select count(distinct coalesce(c.author_id, c.author_name))::int as authors
      from (${scrapRate.sql(made.question.scope)}) p
      join service_change c on c.service = p.service and c.repo = p.repo and c.id = p.id`);
    return rows[0]!.authors;
  });
  return {
    id: 'automation.deploymentsPerDeveloper',
    title: 'Deployments per developer and day',
    unit: 'per day',
    value: authors > 0 && totals.population > 0 ? totals.n / days / authors : null,
    better: 'higher',
    n: totals.n,
    population: totals.population,
    excluded: totals.excluded,
    definition: 'DEPLOYMENTS_PER_DEVELOPER@1',
  };
};

const hostsPerOperator = (runs: readonly Run[]): Figure => {
  const hosts = new Set(runs.flatMap((run) => run.hosts ?? []));
  const operators = new Set(
    runs.flatMap(({ initiator, actor }) => {
      const human = [initiator, actor].find((one) => one?.kind === 'human');
      return human ? [human.id] : [];
    }),
  );
  return {
    id: 'automation.hostsPerOperator',
    title: 'Hosts per operator',
    unit: 'times',
    value: hosts.size > 0 && operators.size > 0 ? hosts.size / operators.size : null,
    n: runs.length,
    population: runs.length,
    excluded: [],
    definition: 'HOSTS_PER_OPERATOR@1',
  };
};

const tableOf = (actions: readonly Action[]): Table => ({
  id: 'executions',
  title: 'Executions by action',
  columns: [
    { title: 'Action', kind: 'text' },
    { title: 'Executions', kind: 'count' },
    { title: 'Successful', kind: 'count' },
    { title: 'Minutes declared for each', kind: 'count' },
    { title: 'Manual work replaced', kind: 'minutes' },
    { title: 'Most often by', kind: 'text' },
  ],
  rows: actions
    .toSorted((a, b) => b.of.length - a.of.length || (a.action < b.action ? -1 : 1))
    .map(({ action, of, good, declared }) => [
      action || 'not told',
      of.length,
      good,
      declared ?? null,
      declared === undefined ? null : declared * good,
      mostOften(of),
    ]),
});

const mostOften = (runs: readonly Run[]): string | null => {
  const people = groupBy(runs, (run) => personOf(run) ?? '');
  const [first] = [...people].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return first?.[0] || null;
};
