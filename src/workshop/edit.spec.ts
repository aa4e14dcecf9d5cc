import fc from 'fast-check';
import { fold, type LoggedEdit } from './edit.js';
import { boardJson, readBoardJson } from './export/board-json.js';
import { checkEdit } from './fields.js';

const FIELDS = ['title', 'step:a:name', 'step:b:name', 'step:a:believed:lead', 'note:n', 'vote:participant'];

const valueIn = (field: string): fc.Arbitrary<unknown> => {
  if (field.endsWith(':lead')) return fc.double({ min: 0, max: 1e8, noNaN: true });
  if (field.startsWith('note:')) {
    return fc.record({ step: fc.constantFrom(null, 'a', 'gone'), text: written });
  }
  return field.startsWith('vote:') ? fc.constantFrom('a', 'b') : written;
};

/** What people write, in any script. */
const written = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => checks('title', text));

const checks = (field: string, value: unknown): boolean => {
  try {
    checkEdit({ id: 'edit-12345', field, value: JSON.stringify(value) });
    return true;
  } catch {
    return false;
  }
};

const log: fc.Arbitrary<LoggedEdit[]> = fc
  .array(
    fc.constantFrom(...FIELDS).chain((field) =>
      fc.record({
        field: fc.constant(field),
        value: fc.option(valueIn(field), { nil: null, freq: 4 }),
        name: written,
        at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      }),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((told) =>
    told.map(({ field, value, name, at }, i) => {
      const edit = checkEdit({
        id: `edit-${String(i).padStart(8, '0')}`,
        field,
        value: JSON.stringify(value),
      });
      return { ...edit, sequence: i + 1, at, participant: 'participant', name, account: 'reader' };
    }),
  );

describe('a board', () => {
  it('is the same whatever the order and however often its edits come', () => {
    fc.assert(
      fc.property(
        log.chain((edits) =>
          fc.record({
            edits: fc.constant(edits),
            told: fc.array(fc.constantFrom(...edits), { maxLength: 60 }).chain((again) =>
              fc.shuffledSubarray([...edits, ...again], {
                minLength: edits.length + again.length,
                maxLength: edits.length + again.length,
              }),
            ),
          }),
        ),
        ({ edits, told }) => {
          expect([...fold(told)]).toEqual([...fold(edits)]);
        },
      ),
    );
  });

  it('holds in each field what was set last, and nothing in one that was cleared last', () => {
    fc.assert(
      fc.property(log, (edits) => {
        const cells = fold(edits);
        for (const field of FIELDS) {
          const last = edits.findLast((edit) => edit.field === field);
          expect(cells.get(field)?.value ?? 'null').toBe(last?.value ?? 'null');
        }
      }),
    );
  });

  it('comes back from its export edit for edit, and leaves as the same text again', () => {
    fc.assert(
      fc.property(log, (edits) => {
        const row = { id: 'workshop-1', createdAt: new Date(0), createdBy: 'reader' };
        const whole = { ...row, importedAt: null, importedBy: null, title: 'x', lastSequence: edits.length };
        const told = boardJson(whole, edits);
        const { edits: back, ...head } = readBoardJson(told);
        expect(back).toEqual(edits);
        expect(head).toEqual(row);
        expect(boardJson(whole, back)).toBe(told);
      }),
    );
  });
});
