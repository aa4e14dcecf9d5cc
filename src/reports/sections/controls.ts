import { z } from 'zod';
import { VERDICTS, type Verdict } from '../../policies/policy.js';
import type { VerdictCount } from '../../policies/read-findings.js';
import { policies } from '../../policies/registry.js';
import { groupBy } from '../../support/group-by.js';
import { decimal, shownValue } from '../format.js';
import type { Chart, ControlResult, Figure, Meaning, Table } from '../model.js';
import { verdictCounts } from '../verdicts.js';
import { chosenControls, FRAMEWORKS, type Judged } from './chosen-controls.js';
import type { Section, SectionContext } from './section.js';

const options = z.strictObject({
  /** Only controls that serve it, and only its references; left out: all. */
  framework: z.enum(FRAMEWORKS).optional(),
});
type Options = z.infer<typeof options>;

const MEANING: Meaning = {
  id: 'CONTROL_VERDICTS',
  version: 1,
  title: 'Verdicts of controls',
  text: 'Each control gives one verdict on each change, session, execution, server or item that it has something to say about: pass, fail, exception (it failed, and somebody had allowed that until then) or unknown (evidence is missing; never taken for a pass). Counted by the own date of what was judged. The population of a control is everything that it judged: its verdicts add up to it.',
};

/** What every control came to, with the population behind it, and the same by reference of the framework. */
export const controls: Section<Options> = {
  id: 'controls',
  title: 'Controls',
  options,
  controls: policies.map(({ id }) => id),
  showsVerdicts: true,
  read: async (context, { framework }) => {
    const counts = await verdictCounts(context, context.period);
    const before = await verdictCounts(context, context.before);
    const chosen = chosenControls(context, framework);
    const results = chosen.map((one) => resultOf(one, inEnvironment(context, counts)));
    const figures = figuresOf(results, (policy) => totals(policy, inEnvironment(context, before)));
    return {
      summary: sentences(results),
      paragraphs: notes(context, chosen, counts),
      figures,
      controls: results,
      charts: results.some(({ population }) => population > 0) ? [chartOf(results)] : [],
      tables: [byReference(results), policyTable(chosen, results)],
      meanings: [MEANING],
    };
  },
};

const inEnvironment = ({ filter, period }: SectionContext, counts: readonly VerdictCount[]): VerdictCount[] =>
  counts.filter(({ environment }) => environment === filter(period).environment);

type Totals = Readonly<Record<Verdict, number>>;

const totals = (policy: string, counts: readonly VerdictCount[]): Totals => {
  const own = counts.filter((one) => one.policy === policy);
  const of = (verdict: Verdict): number =>
    own.filter((one) => one.verdict === verdict).reduce((sum, { n }) => sum + n, 0);
  return { PASS: of('PASS'), FAIL: of('FAIL'), EXCEPTION: of('EXCEPTION'), UNKNOWN: of('UNKNOWN') };
};

const resultOf = ({ id, title, references }: Judged, counts: readonly VerdictCount[]): ControlResult => {
  const found = totals(id, counts);
  const population = VERDICTS.reduce((sum, verdict) => sum + found[verdict], 0);
  const told = (n: number): number | null => (population > 0 ? n : null);
  const versions = counts.filter(({ policy }) => policy === id).map(({ version }) => version);
  return {
    control: id,
    title,
    references,
    versions: [...new Set(versions)],
    population,
    pass: told(found.PASS),
    fail: told(found.FAIL),
    exception: told(found.EXCEPTION),
    unknown: told(found.UNKNOWN),
  };
};

const FIGURES = [
  ['FAIL', 'Verdicts that failed', 'lower'],
  ['EXCEPTION', 'Exceptions that were granted', undefined],
  ['UNKNOWN', 'Verdicts that are unknown', 'lower'],
] as const;

const figuresOf = (results: readonly ControlResult[], before: (policy: string) => Totals): Figure[] => {
  const sum = (value: (one: ControlResult) => number | null): number =>
    results.reduce((all, one) => all + (value(one) ?? 0), 0);
  const last = results.map(({ control }) => before(control));
  const lastOf = (verdict: Verdict): number => last.reduce((all, one) => all + one[verdict], 0);
  const n = sum(({ population }) => population);
  const lastN = VERDICTS.reduce((all, verdict) => all + lastOf(verdict), 0);
  const common = { n, population: n, excluded: [], definition: 'CONTROL_VERDICTS@1' };
  const key = { FAIL: 'fail', EXCEPTION: 'exception', UNKNOWN: 'unknown' } as const;
  return [
    {
      id: 'findings.PASS',
      title: 'Share of verdicts that passed',
      unit: 'ratio',
      value: n > 0 ? sum(({ pass }) => pass) / n : null,
      before: lastN > 0 ? lastOf('PASS') / lastN : null,
      better: 'higher',
      ...common,
    },
    ...FIGURES.map(
      ([verdict, title, better]): Figure => ({
        id: `findings.${verdict}`,
        title,
        unit: 'count',
        value: n > 0 ? sum((one) => one[key[verdict]]) : null,
        before: lastN > 0 ? lastOf(verdict) : null,
        ...(better && { better }),
        ...common,
      }),
    ),
  ];
};

const sentences = (results: readonly ControlResult[]): string[] => {
  const judged = results.filter(({ population }) => population > 0);
  const sum = (value: (one: ControlResult) => number | null): string =>
    decimal(
      judged.reduce((all, one) => all + (value(one) ?? 0), 0),
      0,
    );
  if (judged.length === 0)
    return ['Nothing of the period was judged by these controls, so nothing can be said of them.'];
  const failing = judged
    .filter(({ fail }) => (fail ?? 0) > 0)
    .sort((a, b) => b.fail! - a.fail! || (a.control < b.control ? -1 : 1));
  const worst = failing
    .slice(0, 3)
    .map(({ title, fail, population }) => `${title} (${decimal(fail!, 0)} of ${decimal(population, 0)})`);
  return [
    `${judged.length} of ${results.length} controls gave ${sum(({ population }) => population)} verdicts: ${sum(({ pass }) => pass)} passed, ${sum(({ fail }) => fail)} failed, ${sum(({ exception }) => exception)} allowed as exceptions, ${sum(({ unknown }) => unknown)} unknown.`,
    failing.length > 0
      ? `${failing.length === 1 ? 'One control' : `${failing.length} controls`} failed at least once; most often: ${worst.join('; ')}.`
      : 'No control failed.',
  ];
};

const notes = (
  { settled, filter, period, asOf }: SectionContext,
  chosen: readonly Judged[],
  counts: readonly VerdictCount[],
): string[] => {
  const { environment } = filter(period);
  const nowhere = counts
    .filter((one) => one.environment === '' && chosen.some(({ id }) => id === one.policy))
    .reduce((sum, { n }) => sum + n, 0);
  const behind =
    settled.events < asOf
      ? [
          `Verdicts stand on the events recorded until ${settled.events.toISOString()}; what came later is not judged yet.`,
        ]
      : [];
  return [
    `Verdicts on what happened on ${environment}, as they were given until ${settled.given.toISOString()}. Unknown is neither pass nor fail: evidence is missing. Where the population is 0 nothing was judged, and the counts are empty.`,
    ...behind,
    ...(nowhere > 0
      ? [
          `Not counted here are verdicts on things of which nobody told the environment: ${shownValue(nowhere, 'count')}.`,
        ]
      : []),
  ];
};

const chartOf = (results: readonly ControlResult[]): Chart => {
  const judged = results.filter(({ population }) => population > 0);
  return {
    id: 'verdicts',
    title: 'Verdicts by control',
    kind: 'stacked',
    unit: 'count',
    alt: 'How many verdicts of each control passed, failed, were allowed as exceptions or are unknown; the same numbers are in the table of controls.',
    labels: judged.map(({ control }) => control),
    series: [
      { title: 'pass', values: judged.map(({ pass }) => pass) },
      { title: 'fail', values: judged.map(({ fail }) => fail) },
      { title: 'exception', values: judged.map(({ exception }) => exception) },
      { title: 'unknown', values: judged.map(({ unknown }) => unknown) },
    ],
  };
};

const COUNTS = ['Population', 'Pass', 'Fail', 'Exception', 'Unknown'] as const;

const byReference = (results: readonly ControlResult[]): Table => {
  const pairs = results.flatMap((result) => result.references.map((reference) => ({ reference, result })));
  const groups = [...groupBy(pairs, ({ reference }) => reference)].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (of: typeof pairs, value: (one: ControlResult) => number | null): number | null =>
    of.some(({ result }) => result.population > 0)
      ? of.reduce((all, { result }) => all + (value(result) ?? 0), 0)
      : null;
  return {
    id: 'controls-by-reference',
    title: 'Controls by reference of the framework',
    columns: [
      { title: 'Reference', kind: 'text' },
      { title: 'Controls', kind: 'text' },
      ...COUNTS.map((title) => ({ title, kind: 'count' as const })),
    ],
    rows: groups.map(([reference, of]) => [
      reference,
      of.map(({ result }) => result.control).join(', '),
      ...(['population', 'pass', 'fail', 'exception', 'unknown'] as const).map((name) =>
        name === 'population'
          ? of.reduce((all, { result }) => all + result.population, 0)
          : sum(of, (one) => one[name]),
      ),
    ]),
  };
};

const policyTable = (chosen: readonly Judged[], results: readonly ControlResult[]): Table => ({
  id: 'policies',
  title: 'What the controls ask, and in which version they judged',
  columns: ['Control', 'Looks at', 'Asks', 'On now as', 'Judged as'].map((title) => ({
    title,
    kind: 'text',
  })),
  rows: chosen.map(({ id, about, title, version }, i) => [
    id,
    about.toLowerCase(),
    title,
    version ?? 'off',
    results[i]!.versions.join(', ') || null,
  ]),
});
