import { z } from 'zod';
import type { EventOf } from '../../events/vocabulary.js';
import type { FindingRecord } from '../../policies/read-findings.js';
import { counted } from '../format.js';
import type { Cell, Figure, Meaning, Table } from '../model.js';
import { verdicts } from '../verdicts.js';
import type { Section, SectionContext } from './section.js';
import { personOf, toldEvents } from './told-events.js';

const AUDITED = 'server-audited';

const MEANING: Meaning = {
  id: 'SERVERS_AUDITED',
  version: 1,
  title: 'New servers that were audited in time',
  text: 'Of the servers that appeared in the period on the environment, those that the control server-audited passed, divided by all on which it gave a verdict. A server whose clock still runs, or whose name nobody told, is unknown and counts as not audited.',
};

type Created = EventOf<'resource.created'>;

/** Servers that appeared in the period, and whether each was audited for security in time. */
export const newServers: Section<Record<string, never>> = {
  id: 'new-servers',
  title: 'New servers and their security audit',
  options: z.strictObject({}),
  controls: [AUDITED],
  showsVerdicts: true,
  read: async (context) => {
    const environment = context.filter(context.period).environment!;
    const created = (await toldEvents(context, ['resource.created'])).filter(
      (one) => one.kind === 'server' && (one.environment ?? environment) === environment,
    );
    const found = await verdicts(context, { policies: [AUDITED] });
    // A server need not say of which environment it is; then its verdict does not either.
    const elsewhere = await verdicts(context, { policies: [AUDITED], environment: undefined });
    const bySubject = new Map(elsewhere.map((one) => [one.subject, one]));
    return {
      summary: [sentence(created, found)],
      paragraphs: [
        created.length > 0
          ? `A server whose environment nobody told is listed, but not in the figure: ${created.filter(({ environment: told }) => told === undefined).length} of ${created.length}.`
          : 'No new server is known in the period.',
      ],
      figures: [figureOf(found)],
      tables: [tableOf(created, bySubject, context)],
      meanings: [MEANING],
    };
  },
};

const passed = (found: readonly FindingRecord[]): number =>
  found.filter(({ verdict }) => verdict === 'PASS').length;

const sentence = (created: readonly Created[], found: readonly FindingRecord[]): string => {
  if (created.length === 0 && found.length === 0) return 'No new server is known in the period.';
  const failed = found.filter(({ verdict }) => verdict === 'FAIL').length;
  return `${counted(created.length, 'server', 'servers')} appeared; ${counted(found.length, 'was', 'were')} judged: ${passed(found)} audited in time, ${failed} not.`;
};

const figureOf = (found: readonly FindingRecord[]): Figure => ({
  id: `findings.${AUDITED}`,
  title: 'New servers audited in time',
  unit: 'ratio',
  value: found.length > 0 ? passed(found) / found.length : null,
  better: 'higher',
  n: found.length,
  population: found.length,
  excluded: [],
  definition: 'SERVERS_AUDITED@1',
});

const tableOf = (
  created: readonly Created[],
  found: ReadonlyMap<string, FindingRecord>,
  { zone }: SectionContext,
): Table => ({
  id: 'new-servers',
  title: `Every server that appeared in the period (times of ${zone})`,
  columns: [
    { title: 'Appeared at', kind: 'time' },
    ...['Server', 'Host', 'Environment', 'By', 'Verdict', 'Finding', 'Evidence'].map((title) => ({
      title,
      kind: 'text' as const,
    })),
  ],
  rows: created.map((one): Cell[] => {
    const finding = found.get(one.resource);
    return [
      one.at,
      one.resource,
      one.host ?? null,
      one.environment ?? null,
      personOf(one),
      finding?.verdict.toLowerCase() ?? 'not judged',
      finding?.sentence ?? null,
      finding?.evidence.join(' ') ?? one.id,
    ];
  }),
});
