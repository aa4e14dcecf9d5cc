import { resolveServices } from '../metrics/filter.js';
import { readWhole } from '../metrics/read-whole.js';
import {
  allFindings,
  countVerdicts,
  type FindingRecord,
  type FindingSelection,
  type JudgedRecord,
  judgedSubjects,
  type VerdictCount,
} from '../policies/read-findings.js';
import type { Period } from './period.js';
import type { SectionContext } from './sections/section.js';

type Choice = Pick<FindingSelection, 'policies' | 'verdicts' | 'environment'>;

/** The verdicts of a period as they stood for the report, in the scope of its definition. */
const selectionOf = async (
  { pool, schema, asOf, settled, filter }: SectionContext,
  period: Period,
  choice: Choice,
): Promise<FindingSelection> => ({
  ...choice,
  services: await resolveServices(pool, filter(period), schema),
  range: period,
  asOf: settled.given,
  events: asOf,
});

/** On every environment, also where none is told, so that what is left out can be counted. */
export const verdictCounts = async (context: SectionContext, period: Period): Promise<VerdictCount[]> => {
  const selection = await selectionOf(context, period, {});
  return readWhole(context.pool, context.schema, (db) => countVerdicts(db, selection));
};

/** The changes that any control judged on the environment of the scope, each once, by their own date. */
export const judgedChanges = async (context: SectionContext): Promise<JudgedRecord[]> => {
  const { environment } = context.filter(context.period);
  const selection = await selectionOf(context, context.period, { environment });
  return readWhole(context.pool, context.schema, (db) => judgedSubjects(db, selection, 'CHANGE'));
};

/** By the subject's own date, on the environment of the scope unless the choice says otherwise. */
export const verdicts = async (context: SectionContext, choice: Choice): Promise<FindingRecord[]> => {
  const { environment } = context.filter(context.period);
  const selection = await selectionOf(context, context.period, { environment, ...choice });
  return readWhole(context.pool, context.schema, (db) => allFindings(db, selection));
};
