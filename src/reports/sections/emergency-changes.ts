import { z } from 'zod';
import type { FindingRecord } from '../../policies/read-findings.js';
import { counted } from '../format.js';
import type { Column, Table } from '../model.js';
import { verdicts } from '../verdicts.js';
import type { Section } from './section.js';

const EMERGENCY = 'emergency-approved';
const OVERRIDE = 'protection-overridden';
const AD_HOC = 'no-ad-hoc-change';

/** What went round the usual way: emergencies, merges that were forced, and commands that were run by hand. */
export const emergencyChanges: Section<Record<string, never>> = {
  id: 'emergency-changes',
  title: 'Emergency and ad hoc changes',
  options: z.strictObject({}),
  controls: [EMERGENCY, OVERRIDE, AD_HOC],
  showsVerdicts: true,
  read: async (context) => {
    const emergencies = await verdicts(context, { policies: [EMERGENCY] });
    // Every other merge passed: they are counted among the controls, and are no exception to list.
    const overrides = await verdicts(context, {
      policies: [OVERRIDE],
      verdicts: ['FAIL', 'EXCEPTION', 'UNKNOWN'],
    });
    const adHoc = await verdicts(context, { policies: [AD_HOC] });
    return {
      summary: [sentence(emergencies), ...more(overrides, adHoc)],
      paragraphs: [
        'A change is an emergency when its ticket says so. It may go first and be approved afterwards, while a clock runs; until it runs out the verdict is unknown.',
      ],
      tables: [
        table('emergencies', 'Emergency changes', emergencies),
        table('overrides', 'Merges over the protection of a branch', overrides),
        table('ad-hoc', 'Commands by hand, outside of automation', adHoc),
      ],
    };
  },
};

const count = (found: readonly FindingRecord[], verdict: FindingRecord['verdict']): number =>
  found.filter((one) => one.verdict === verdict).length;

const sentence = (found: readonly FindingRecord[]): string => {
  if (found.length === 0) return 'No emergency change is known in the period.';
  const late = count(found, 'FAIL');
  const open = count(found, 'UNKNOWN');
  const changes = counted(found.length, 'change went as an emergency', 'changes went as emergencies');
  return `${changes}: ${count(found, 'PASS')} approved in time, ${late} not, ${open} unknown.`;
};

const more = (overrides: readonly FindingRecord[], adHoc: readonly FindingRecord[]): string[] => {
  const forced = count(overrides, 'FAIL');
  const byHand = count(adHoc, 'FAIL');
  return [
    ...(forced > 0
      ? [
          `${counted(forced, 'merge was', 'merges were')} forced over the protection of a branch without leave.`,
        ]
      : []),
    ...(byHand > 0
      ? [`${counted(byHand, 'command was', 'commands were')} run by hand, outside of automation.`]
      : []),
  ];
};

const text = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'text' }));

const table = (id: string, title: string, found: readonly FindingRecord[]): Table => ({
  id,
  title,
  columns: [
    { title: 'At', kind: 'time' },
    ...text('Service', 'What', 'Title', 'Verdict', 'Finding'),
    { title: 'Clock runs out', kind: 'time' },
    ...text('Evidence'),
  ],
  rows: found.map((one) => [
    one.subject_at.toISOString(),
    one.service || null,
    one.subject,
    one.title,
    one.verdict.toLowerCase(),
    one.sentence,
    one.recheck_at?.toISOString() ?? null,
    one.evidence.join(' ') || null,
  ]),
});
