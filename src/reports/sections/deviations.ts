import { z } from 'zod';
import type { FindingRecord } from '../../policies/read-findings.js';
import { groupBy } from '../../support/group-by.js';
import { decimal } from '../format.js';
import type { Cell, Column, Table } from '../model.js';
import { verdicts } from '../verdicts.js';
import { chosenControls, FRAMEWORKS } from './chosen-controls.js';
import type { Section } from './section.js';

const options = z.strictObject({
  /** Only controls that serve it; left out: all. */
  framework: z.enum(FRAMEWORKS).optional(),
});

/** Everything that did not pass, each with its evidence: failures, exceptions that were granted, and what is unknown. */
export const deviations: Section<z.infer<typeof options>> = {
  id: 'deviations',
  title: 'Failures, exceptions and what is unknown',
  options,
  showsVerdicts: true,
  read: async (context, { framework }) => {
    const policies = chosenControls(context, framework).map(({ id }) => id);
    const found = await verdicts(context, { policies, verdicts: ['FAIL', 'EXCEPTION', 'UNKNOWN'] });
    const of = (verdict: FindingRecord['verdict']): FindingRecord[] =>
      found.filter((one) => one.verdict === verdict);
    const [failures, exceptions, unknown] = [of('FAIL'), of('EXCEPTION'), of('UNKNOWN')];
    return {
      summary: exceptionSentences(exceptions, context.period.to),
      paragraphs: [
        'The evidence is the ids of the recorded events that a verdict stands on: "throughline ledger prove EVENT" shows that each was recorded and never altered, and the page of a change shows its whole story.',
      ],
      tables: [failureTable(failures), exceptionTable(exceptions), unknownTable(unknown)],
    };
  },
};

const exceptionSentences = (exceptions: readonly FindingRecord[], end: Date): string[] => {
  if (exceptions.length === 0) return [];
  const grants = groupBy(exceptions, ({ exception_by, exception_until, exception_why }) =>
    JSON.stringify([exception_by, exception_until, exception_why]),
  );
  const over = [...grants.values()].filter(([one]) => one!.exception_until! <= end).length;
  return [
    `${grants.size === 1 ? 'One exception covers' : `${grants.size} exceptions cover`} ${exceptions.length === 1 ? 'one verdict' : `${decimal(exceptions.length, 0)} verdicts`}; ${over === 0 ? 'none of them had' : `${over} of them had`} ended by the end of the period.`,
  ];
};

const SUBJECT: readonly Column[] = [
  { title: 'At', kind: 'time' },
  { title: 'Control', kind: 'text' },
  { title: 'Service', kind: 'text' },
  { title: 'What', kind: 'text' },
  { title: 'Title', kind: 'text' },
];

const subjectOf = ({ subject_at, policy, service, subject, title }: FindingRecord): Cell[] => [
  subject_at.toISOString(),
  policy,
  service || null,
  subject,
  title,
];

const textColumns = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'text' }));

const failureTable = (found: readonly FindingRecord[]): Table => ({
  id: 'failures',
  title: 'Failures',
  columns: [...SUBJECT, ...textColumns('Finding', 'Evidence', 'Version')],
  rows: found.map((one) => [...subjectOf(one), one.sentence, one.evidence.join(' ') || null, one.version]),
});

const exceptionTable = (found: readonly FindingRecord[]): Table => ({
  id: 'exceptions',
  title: 'Exceptions that were granted',
  columns: [
    ...SUBJECT,
    ...textColumns('Granted by'),
    { title: 'Until', kind: 'time' },
    ...textColumns('Why', 'Finding', 'Evidence'),
  ],
  rows: found.map((one) => [
    ...subjectOf(one),
    one.exception_by,
    one.exception_until?.toISOString() ?? null,
    one.exception_why,
    one.sentence,
    one.evidence.join(' ') || null,
  ]),
});

const unknownTable = (found: readonly FindingRecord[]): Table => ({
  id: 'unknown',
  title: 'Unknown: evidence is missing',
  columns: [...SUBJECT, ...textColumns('What is missing', 'Evidence')],
  rows: found.map((one) => [...subjectOf(one), one.sentence, one.evidence.join(' ') || null]),
});
