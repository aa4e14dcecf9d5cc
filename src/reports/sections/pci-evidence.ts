import { z } from 'zod';
import { resolveServices } from '../../metrics/filter.js';
import { PCI_SLOTS, type PciSlot } from '../../policies/policy.js';
import { decimal } from '../format.js';
import type { Table } from '../model.js';
import { type SlottedChange, slottedChanges } from './pci-changes.js';
import type { Section } from './section.js';

const SLOTS = Object.entries(PCI_SLOTS) as [PciSlot, string][];

/** PCI DSS 6.5.1: six pieces of evidence for every change to production, found as the API finds them. */
export const pciEvidence: Section<Record<string, never>> = {
  id: 'pci-evidence',
  title: 'PCI DSS 6.5.1: six pieces of evidence for each change',
  options: z.strictObject({}),
  read: async ({ pool, schema, asOf, period, filter }) => {
    const scope = filter(period);
    const services = await resolveServices(pool, scope, schema);
    const { from, to } = period;
    const where = { environment: scope.environment!, asOf, services, from, to };
    const changes = await slottedChanges({ pool, schema, ...where });
    return {
      summary: sentences(changes),
      paragraphs: [
        'The reason is a ticket that the change names. Security impact is documented where a ticket of the change told its risk. Approval is one by somebody else, of the last commit, before the deployment. Testing is a suite that had passed on what was deployed before its deployment began; secure coding one of them whose business is security by its name (security, SAST, DAST, a scanner). The way back is a plan in a ticket of the change, or that it was taken back; an earlier deployment alone is available, but no documented procedure. What is not evidenced here may be kept elsewhere: it is something to ask for, no verdict.',
      ],
      tables: [slotTable(changes), changeTable(changes)],
    };
  },
};

const isEvidenced = ({ slots }: SlottedChange, i: number): boolean => slots[i]!.evidence.length > 0;

const sentences = (changes: readonly SlottedChange[]): string[] => {
  if (changes.length === 0) return ['No change of the period reached the environment.'];
  const whole = changes.filter((change) => SLOTS.every((_, i) => isEvidenced(change, i))).length;
  return [
    `${decimal(whole, 0)} of ${decimal(changes.length, 0)} changes have all six pieces of evidence of PCI DSS 6.5.1.`,
  ];
};

const slotTable = (changes: readonly SlottedChange[]): Table => ({
  id: 'pci-slots',
  title: 'The six slots',
  columns: [
    { title: 'Slot', kind: 'text' },
    ...['Changes', 'Evidenced', 'Not evidenced'].map((title) => ({ title, kind: 'count' as const })),
  ],
  rows: SLOTS.map(([, title], i) => {
    const evidenced = changes.filter((change) => isEvidenced(change, i)).length;
    const counts = changes.length > 0 ? [evidenced, changes.length - evidenced] : [null, null];
    return [`${i + 1}. ${title[0]!.toUpperCase()}${title.slice(1)}`, changes.length, ...counts];
  }),
});

const SHORT = ['1 Reason', '2 Impact', '3 Approval', '4 Testing', '5 Secure code', '6 Way back'];

const changeTable = (changes: readonly SlottedChange[]): Table => ({
  id: 'pci-changes',
  title: 'Every change with its six slots',
  columns: [
    { title: 'At', kind: 'time' },
    ...['Service', 'Change', 'Title', ...SHORT].map((title) => ({ title, kind: 'text' as const })),
  ],
  rows: changes.map((change) => [
    change.subject.at,
    change.subject.service || null,
    change.subject.name,
    change.subject.title,
    ...SLOTS.map(([slot], i) => wordOf(change, slot, i)),
  ]),
});

const wordOf = (change: SlottedChange, slot: PciSlot, i: number): string => {
  if (isEvidenced(change, i)) return 'yes';
  return slot === 'BACK_OUT' && change.isReturnAvailable ? 'available, not documented' : 'no';
};
