import { z } from 'zod';
import type { Figure, Table } from '../model.js';
import type { Section, SectionContext } from './section.js';

/** What the figures mean, what was left out of them, and on what they stand. Belongs at the end of a report. */
export const method: Section<Record<string, never>> = {
  id: 'method',
  title: 'Method',
  options: z.strictObject({}),
  read: async (context) => {
    const figures = context.earlier.flatMap((section) => section.figures);
    const meanings = new Map(
      context.earlier
        .flatMap((section) => section.meanings ?? [])
        .map((one) => [`${one.id}@${one.version}`, one]),
    );
    return {
      paragraphs: standing(context),
      tables: [
        {
          id: 'definitions',
          title: 'Definitions',
          columns: ['Definition', 'Version', 'Title', 'Meaning'].map((title) => ({ title, kind: 'text' })),
          rows: [...meanings.values()].map(({ id, version, title, text }) => [
            id,
            String(version),
            title,
            text,
          ]),
        },
        excludedTable(figures),
        ...unknownTable(context),
      ],
    };
  },
};

const standing = ({ zone, period, before, asOf, filter, checkpoint }: SectionContext): string[] => {
  const { services, teams, environment } = filter(period);
  return [
    `The period is ${period.label}: from ${period.from.toISOString()} up to and without ${period.to.toISOString()}, days and weeks of the zone ${zone}; weeks begin on Monday. It is compared with ${before.label}.`,
    `The scope is ${services ? `the services ${services.join(', ')}` : 'all services'}${teams ? `, as far as the teams ${teams.join(', ')} owned them` : ''}, on the environment ${environment}.`,
    `Every event recorded until ${asOf.toISOString()} is in the figures, and none recorded later; the same report as of that time has the same bytes. What nobody told is unknown: a figure without data is empty, and never 0.`,
    checkpoint
      ? `It stands on the checkpoint of ${checkpoint.note.split('\n')[1]} leaves of the append-only ledger, root ${checkpoint.note.split('\n')[2]}.`
      : 'It stands on no checkpoint of the ledger: nothing was recorded yet.',
    'Percentiles are interpolated linearly over the raw values. No figure is an average of averages.',
  ];
};

/** What is not known, control by control: never taken for a pass. */
const unknownTable = ({ earlier }: SectionContext): Table[] => {
  const results = earlier.flatMap((section) => section.controls);
  if (results.length === 0) return [];
  return [
    {
      id: 'unknowns',
      title: 'What is unknown, by control',
      columns: [
        { title: 'Control', kind: 'text' },
        { title: 'Version', kind: 'text' },
        { title: 'Judged', kind: 'count' },
        { title: 'Unknown', kind: 'count' },
        { title: 'Share unknown', kind: 'ratio' },
      ],
      rows: results.map(({ control, versions, population, unknown }) => [
        control,
        versions.join(', ') || null,
        population,
        unknown,
        unknown === null ? null : unknown / population,
      ]),
    },
  ];
};

/** Included and excluded add up to the population. */
const excludedTable = (figures: readonly Figure[]): Table => ({
  id: 'populations',
  title: 'What each figure is made of',
  columns: [
    { title: 'Figure', kind: 'text' },
    { title: 'Definition', kind: 'text' },
    { title: 'Population', kind: 'count' },
    { title: 'Included', kind: 'count' },
    { title: 'Left out', kind: 'text' },
  ],
  rows: figures.map(({ title, definition, population, n, excluded }) => [
    title,
    definition,
    population,
    n,
    excluded.map(({ reason, count }) => `${count} ${reason}`).join(', ') || null,
  ]),
});
