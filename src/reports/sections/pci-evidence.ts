import { z } from 'zod';
import { readIn } from '../../metrics/read.js';
import { pciSlots } from '../../policies/pci-slots.js';
import { PCI_SLOTS, type PciSlot } from '../../policies/policy.js';
import type { FindingRecord } from '../../policies/read-findings.js';
import { changeHistories } from '../../policies/reading/change-histories.js';
import type { ChangeOf } from '../../policies/reading/changes.js';
import { groupBy } from '../../support/group-by.js';
import { decimal } from '../format.js';
import type { Table } from '../model.js';
import { verdicts } from '../verdicts.js';
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

const AT_ONCE = 500;

const slotted = async (context: SectionContext): Promise<Slotted[]> => {
  const { pool, schema, asOf, settled } = context;
  const changes = await judgedChanges(context);
  const environments = [context.filter(context.period).environment!];
  const standing = { asOf, now: settled.given.toISOString(), environments };
  const all: Slotted[] = [];
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const page = changes.slice(from, from + AT_ONCE);
    const histories = await readIn(pool, schema, (db) => changeHistories(db, page, standing));
    const told = new Map(histories.map((one) => [keyOf(one.subject.service, one.subject.name), one]));
    for (const change of page) {
      const history = told.get(keyOf(change.service, nameOf(change)));
      const slots = history ? pciSlots(history) : [];
      all.push({ change, evidenced: SLOTS.map((_, i) => (slots[i]?.evidence.length ?? 0) > 0) });
    }
  }
  return all;
};

const keyOf = (service: string, name: string): string => JSON.stringify([service, name]);

const nameOf = ({ kind, repo, id }: ChangeOf): string => `${repo}${kind === 'COMMIT' ? '@' : '#'}${id}`;

const judgedChanges = async (context: SectionContext): Promise<ChangeOf[]> => {
  const found = (await verdicts(context, {})).filter(({ about }) => about === 'CHANGE');
  const bySubject = groupBy(found, ({ service, subject }) => keyOf(service, subject));
  return [...bySubject.values()].map(([first]) => changeOf(first!));
};

/** `REPO#7` or `REPO@SHA`. */
const changeOf = ({ service, subject, subject_at, title }: FindingRecord): ChangeOf => {
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
