import { z } from 'zod';
import { groupBy } from '../../support/group-by.js';
import { decimal } from '../format.js';
import type { Table } from '../model.js';
import { verdicts } from '../verdicts.js';
import { readWhole } from '../whole.js';
import { type Filled, SLOTS, type SlottedChange, slotsOf } from './pci-slots.js';
import type { Section } from './section.js';

const POLICIES: readonly string[] = SLOTS.flatMap(({ policies }) => policies);

/** PCI DSS 6.5.1: six pieces of evidence for every change to production. */
export const pciEvidence: Section<Record<string, never>> = {
  id: 'pci-evidence',
  title: 'PCI DSS 6.5.1: six pieces of evidence for each change',
  options: z.strictObject({}),
  showsVerdicts: true,
  read: async (context) => {
    const { environment } = context.filter(context.period);
    const found = await verdicts(context, { policies: POLICIES });
    const bySubject = groupBy(found, ({ service, subject }) => JSON.stringify([service, subject]));
    const changes = await readWhole(context.pool, context.schema, (db) =>
      slotsOf(db, bySubject, { environment: environment!, asOf: context.asOf }),
    );
    return {
      summary: sentences(changes),
      paragraphs: [
        'Reason, approval and testing are the verdicts of the controls. Security impact is documented where a ticket of the change told its risk. Own software counts as tested for secure coding where a suite with such a name (security, SAST, DAST, a scanner) passed on the change or on what was deployed. A way to return is an earlier successful deployment of the service. Where no such evidence was recorded the slot is unknown: it may be kept elsewhere.',
      ],
      tables: [slotTable(changes), changeTable(changes)],
    };
  },
};

const WORDS: readonly Filled[] = ['yes', 'no', 'exception', 'unknown'];

const countOf = (changes: readonly SlottedChange[], slot: number, word: Filled): number =>
  changes.filter(({ slots }) => slots[slot] === word).length;

const sentences = (changes: readonly SlottedChange[]): string[] => {
  if (changes.length === 0) return ['No change of the period that reached the environment was judged.'];
  const whole = changes.filter(({ slots }) => slots.every((one) => one === 'yes')).length;
  return [
    `${decimal(whole, 0)} of ${decimal(changes.length, 0)} changes have all six pieces of evidence of PCI DSS 6.5.1.`,
  ];
};

const slotTable = (changes: readonly SlottedChange[]): Table => ({
  id: 'pci-slots',
  title: 'The six slots',
  columns: [
    { title: 'Slot', kind: 'text' },
    { title: 'Changes', kind: 'count' },
    ...['Filled', 'Missing', 'Exception', 'Unknown'].map((title) => ({ title, kind: 'count' as const })),
  ],
  rows: SLOTS.map(({ title }, i) => [
    `${i + 1}. ${title}`,
    changes.length,
    ...WORDS.map((word) => (changes.length > 0 ? countOf(changes, i, word) : null)),
  ]),
});

const SHORT = ['1 Reason', '2 Impact', '3 Approval', '4 Testing', '5 Secure code', '6 Return'];

const changeTable = (changes: readonly SlottedChange[]): Table => ({
  id: 'pci-changes',
  title: 'Every change with its six slots',
  columns: [
    { title: 'At', kind: 'time' },
    ...['Service', 'Change', 'Title', ...SHORT].map((title) => ({ title, kind: 'text' as const })),
  ],
  rows: changes.map(({ first, slots }) => [
    first.subject_at.toISOString(),
    first.service || null,
    first.subject,
    first.title,
    ...slots,
  ]),
});
