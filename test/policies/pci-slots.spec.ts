import { pciSlots } from '../../src/policies/pci-slots.js';
import { PCI_SLOTS } from '../../src/policies/policy.js';
import { policies } from '../../src/policies/registry.js';
import {
  ann,
  annsSecond,
  bob,
  finished,
  historyOf,
  OTHER,
  opened,
  reviewed,
  started,
  type Told,
  tested,
  ticket,
} from './table.js';

/** The slots for which there is evidence. */
const evidenced = (told: Told): string[] =>
  pciSlots(historyOf(told))
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ slot }) => slot);

const SCANNED = [tested(), tested('10:46', { suite: 'dependency-scan' })];
const RATED = ticket({ risk: 'low', backOut: 'Deploy 2.3.9 again' });
const TAKEN_BACK = finished('12:00', { deployment: 'd2', kind: 'rollback' });

describe('the six slots of PCI DSS 6.5.1', () => {
  it('are told in the order of the requirement, each with a sentence', () => {
    const slots = pciSlots(historyOf({}));
    expect(slots.map(({ slot }) => slot)).toEqual(Object.keys(PCI_SLOTS));
    for (const { sentence } of slots) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it.each<[string, string[], Told]>([
    ['a change as it should be', ['REASON', 'APPROVAL', 'SECURITY_TESTING'], {}],
    [
      'one with everything',
      ['REASON', 'SECURITY_IMPACT', 'APPROVAL', 'SECURITY_TESTING', 'SECURE_CODE', 'BACK_OUT'],
      { tests: SCANNED, more: [RATED] },
    ],
    ['one without a ticket', ['APPROVAL', 'SECURITY_TESTING'], { opened: [opened(ann, { items: [] })] }],
    [
      'one that its author approved under another login',
      ['REASON', 'SECURITY_TESTING'],
      { reviews: [reviewed(annsSecond)] },
    ],
    [
      'one that was approved too late',
      ['REASON', 'SECURITY_TESTING'],
      { reviews: [reviewed(bob, {}, '11:01')] },
    ],
    [
      'one of which another commit was tested',
      ['REASON', 'APPROVAL'],
      { tests: [tested('10:45', { sha: OTHER })] },
    ],
    ['one whose tests failed', ['REASON', 'APPROVAL'], { tests: [tested('10:45', { outcome: 'failure' })] }],
    [
      'one that was taken back',
      ['REASON', 'APPROVAL', 'SECURITY_TESTING', 'BACK_OUT'],
      { deployment: [started(), finished(), TAKEN_BACK] },
    ],
    ['one that is not deployed', ['REASON'], { deployment: [] }],
  ])('%s', (_, slots, told) => {
    expect(evidenced(told)).toEqual(slots);
  });

  it('say of an earlier deployment that it is available, which is no documented way back', () => {
    const backOut = pciSlots(historyOf({})).at(-1)!;
    expect(backOut).toMatchObject({ slot: 'BACK_OUT', evidence: [] });
    expect(backOut.sentence).toMatch(/an earlier deployment to go back to is available/);
    const never = pciSlots(historyOf({ deployment: [] })).at(-1)!;
    expect(never.sentence).not.toMatch(/available/);
  });

  it('are what the controls refer to', () => {
    const asked = policies
      .flatMap(({ controls }) => controls)
      .filter(({ framework }) => framework === 'PCI DSS')
      .map(({ reference }) => reference.replace('6.5.1 ', ''));
    expect(Object.values(PCI_SLOTS)).toEqual(expect.arrayContaining(asked));
  });
});
