import { type Bundle, verifyBundle, writeBundle } from '../../src/ledger/bundle.js';
import { createTestDatabase } from '../support/database.js';
import { openTestLedger } from '../support/ledger.js';

describe('a bundle', () => {
  let bundle: Bundle;
  let notes: string[];
  let vkey: string;
  let other: { bundle: Bundle; note: string };
  beforeAll(async () => {
    const database = await createTestDatabase();
    const test = await openTestLedger(database.pool);
    notes = [];
    let ids: string[] = [];
    for (const commits of [3, 4, 5]) {
      ids = await test.deliver(`of ${commits}`, commits);
      await test.ledger.appendPending();
      notes.push((await test.ledger.newestCheckpoint()).note);
      if (commits === 4) bundle = await test.ledger.prove(ids[1]!, { since: notes[0] });
    }
    vkey = test.signer.vkey;
    await database.drop();
    const elsewhere = await createTestDatabase();
    const stranger = await openTestLedger(elsewhere.pool);
    const [id] = await stranger.deliver('of 4', 7);
    await stranger.ledger.appendPending();
    other = {
      bundle: await stranger.ledger.prove(id!, {}),
      note: (await stranger.ledger.newestCheckpoint()).note,
    };
    await elsewhere.drop();
  });

  const refusal = (
    changed: string | Partial<Bundle>,
    known: Parameters<typeof verifyBundle>[1] = {},
  ): string => {
    try {
      verifyBundle(typeof changed === 'string' ? changed : writeBundle({ ...bundle, ...changed }), known);
      return 'accepted';
    } catch (thrown) {
      return `${(thrown as { code?: string }).code}: ${(thrown as Error).message}`;
    }
  };

  it('is accepted as it is, with the database long gone', () => {
    expect(refusal({}, { vkey, witness: notes[0] })).toBe('accepted');
    expect(refusal({}, { vkey, witness: notes[1] })).toBe('accepted');
  });

  it('is refused with any one byte changed, anywhere', () => {
    const bytes = Buffer.from(writeBundle(bundle));
    const accepted: number[] = [];
    for (let position = 0; position < bytes.length; position += 1) {
      for (const bit of [1, 2 + (position % 7)]) {
        const changed = Buffer.from(bytes);
        changed[position]! ^= bit;
        if (refusal(changed.toString('utf8')) === 'accepted') accepted.push(position);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('is refused when a byte or a line is missing or added', () => {
    const text = writeBundle(bundle);
    for (const changed of [text.slice(0, -1), `${text}\n`, text.replace('{', '{"more":1,'), '', '[]', 'null'])
      expect(refusal(changed)).toMatch(/^BAD_BUNDLE: The bundle is refused: /);
  });

  it('says why it is refused', () => {
    const event = bundle.event!;
    expect(refusal({ event: { ...event, data: event.data.replace('ann', 'bob') } })).toMatch(
      /^EVENT_CHANGED: .*does not have its digest/,
    );
    expect(refusal({ event: { ...event, recordedAt: '2026-01-01T00:00:00.000Z' } })).toMatch(
      /^EVENT_CHANGED: .*not what the leaf was made of/,
    );
    expect(refusal({ deliverySha256: null })).toMatch(/^EVENT_CHANGED/);
    expect(refusal({ index: bundle.index - 1 })).toMatch(/^NOT_INCLUDED/);
    expect(refusal({ index: 7 })).toMatch(/^STALE: .*has 7 leaves, and leaf 7 came later/);
    expect(refusal({ checkpoint: notes[2]! })).toMatch(/^NOT_INCLUDED: .*a tree of another size/);
    expect(refusal({ checkpoint: notes[0]! })).toMatch(/^STALE/);
    expect(refusal({ checkpoint: bundle.checkpoint.replace('\n7\n', '\n8\n') })).toMatch(
      /^BAD_SIGNATURE: .*forged/,
    );
    expect(refusal({ checkpoint: other.note })).toMatch(/^UNKNOWN_SIGNER/);
    expect(refusal({ checkpoint: other.note, vkey: other.bundle.vkey })).toMatch(/^NOT_INCLUDED/);
    expect(refusal({ consistency: { ...bundle.consistency!, path: [] } })).toMatch(/^INCONSISTENT/);
    expect(refusal({ event: null })).toMatch(/^BAD_BUNDLE: .*some are erased/);
  });

  it('is refused when it does not fit what the reader knows', () => {
    expect(refusal({}, { vkey: other.bundle.vkey })).toMatch(/^OTHER_LOG/);
    expect(refusal({}, { witness: notes[2] })).toMatch(/^STALE: .*7 leaves and yours 12/);
    expect(refusal({}, { witness: other.note })).toMatch(/^UNKNOWN_SIGNER/);
    expect(refusal({ consistency: null }, { witness: notes[0] })).toMatch(/^UNCONNECTED/);
  });
});
