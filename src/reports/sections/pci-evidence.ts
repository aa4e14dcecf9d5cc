import { z } from 'zod';
import { readIn } from '../../metrics/read.js';
import { pciSlots } from '../../policies/pci-slots.js';
import { PCI_SLOTS, type PciSlot } from '../../policies/policy.js';
import type { JudgedRecord } from '../../policies/read-findings.js';
import { changeHistories } from '../../policies/reading/change-histories.js';
import type { ChangeOf } from '../../policies/reading/changes.js';
import { decimal } from '../format.js';
import type { Table } from '../model.js';
import { judgedChanges } from '../verdicts.js';
import type { Section, SectionContext } from './section.js';

const SLOTS = Object.keys(PCI_SLOTS) as PciSlot[];

/** A change, and for each slot whether there is evidence. */
interface Slotted {
  readonly change: ChangeOf;
  readonly evidenced: readonly boolean[];
}

/** PCI DSS 6.5.1: six pieces of evidence for every change that went to the environment. */
export const pciEvidence: Section<Record<string, never>> = {
  id: 'pci-evidence',
  title: 'PCI DSS 6.5.1: six pieces of evidence for each change',
  options: z.strictObject({}),
  showsVerdicts: true,
  read: async (context) => {
    const changes = await slotted(context);
    return {
      summary: sentences(changes),
      paragraphs: [
        'The changes are those that the controls judged. Evidence: a ticket that says why; its risk; an approval by somebody else before the deployment; a test that passed on what was deployed; a check of the code for security that passed; a plan to take it back, or that it was taken back; that something was deployed before to which one could go back is no documented plan. Where none was recorded it is something to ask for: it may be kept elsewhere. The page of a change names the events.',
      ],
      tables: [slotTable(changes), changeTable(changes)],
    };
  },
};

/** Changes whose histories are read together. */
const PAGE = 500;
/** Pages under way at once: while one is put together, the database reads for the others. */
const AT_ONCE = 3;

const slotted = async (context: SectionContext): Promise<Slotted[]> => {
  const changes = (await judgedChanges(context)).map(changeOf);
  const starts = Array.from({ length: Math.ceil(changes.length / PAGE) }, (_, i) => i * PAGE).entries();
  const pages: Slotted[][] = [];
  const work = async (): Promise<void> => {
    for (const [i, start] of starts)
      pages[i] = await slottedPage(context, changes.slice(start, start + PAGE));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pages.flat();
};

const slottedPage = async (context: SectionContext, page: readonly ChangeOf[]): Promise<Slotted[]> => {
  const { pool, schema, asOf, settled, filter, period } = context;
  const standing = { asOf, now: settled.given.toISOString(), environments: [filter(period).environment!] };
  const histories = await readIn(pool, schema, (db) => changeHistories(db, page, standing));
  const told = new Map(histories.map((one) => [keyOf(one.subject.service, one.subject.name), one]));
  return page.map((change) => {
    const history = told.get(keyOf(change.service, nameOf(change)));
    const slots = history ? pciSlots(history) : [];
    return { change, evidenced: SLOTS.map((_, i) => (slots[i]?.evidence.length ?? 0) > 0) };
  });
};

const keyOf = (service: string, name: string): string => JSON.stringify([service, name]);

const nameOf = ({ kind, repo, id }: ChangeOf): string => `${repo}${kind === 'COMMIT' ? '@' : '#'}${id}`;

/** `REPO#7` or `REPO@SHA`. */
const changeOf = ({ service, subject, subject_at, title }: JudgedRecord): ChangeOf => {
  const end = Math.max(subject.lastIndexOf('#'), subject.lastIndexOf('@'));
  const kind = subject[end] === '#' ? 'PULL_REQUEST' : 'COMMIT';
  return { service, repo: subject.slice(0, end), id: subject.slice(end + 1), kind, at: subject_at, title };
};

const sentences = (changes: readonly Slotted[]): string[] => {
  if (changes.length === 0) return ['No change of the period that reached the environment was judged.'];
  const whole = changes.filter(({ evidenced }) => evidenced.every(Boolean)).length;
  return [
    `${decimal(whole, 0)} of ${decimal(changes.length, 0)} changes have all six pieces of evidence of PCI DSS 6.5.1.`,
  ];
};

const slotTable = (changes: readonly Slotted[]): Table => ({
  id: 'pci-slots',
  title: 'The six slots',
  columns: [
    { title: 'Slot', kind: 'text' },
    ...['Changes', 'With evidence', 'Without'].map((title) => ({ title, kind: 'count' as const })),
    { title: 'Share with evidence', kind: 'ratio' },
  ],
  rows: SLOTS.map((slot, i) => {
    const filled = changes.filter(({ evidenced }) => evidenced[i]).length;
    const n = changes.length;
    return [
      `${i + 1}. ${PCI_SLOTS[slot]}`,
      n,
      n > 0 ? filled : null,
      n > 0 ? n - filled : null,
      n > 0 ? filled / n : null,
    ];
  }),
});

const SHORT = ['1 Reason', '2 Impact', '3 Approval', '4 Testing', '5 Secure code', '6 Back-out'];

const changeTable = (changes: readonly Slotted[]): Table => ({
  id: 'pci-changes',
  title: 'Every change with its six slots',
  columns: [
    { title: 'At', kind: 'time' },
    ...['Service', 'Change', 'Title', ...SHORT].map((title) => ({ title, kind: 'text' as const })),
  ],
  rows: changes.map(({ change, evidenced }) => [
    change.at.toISOString(),
    change.service || null,
    nameOf(change),
    change.title,
    ...evidenced.map((one) => (one ? 'yes' : 'missing')),
  ]),
});
