import fc from 'fast-check';
import type { Moment } from '../../src/projections/paths/moment.js';
import type { Path } from '../../src/projections/paths/path.js';

const START = Date.parse('2026-01-05T08:00:00Z');
const HOUR = 3_600_000;

const move = fc.record({
  hours: fc.nat({ max: 20 }),
  state: fc.constantFrom('To do', 'Doing', 'Review', 'Done'),
  active: fc.option(fc.boolean(), { nil: undefined }),
  lifecycle: fc.option(fc.constantFrom('start' as const, 'complete' as const), { nil: undefined }),
  close: fc.boolean(),
});

/** Tickets that go from state to state, or through activities that start and complete, and back; some are closed, some reopened. */
export const arbitraryPaths = (): fc.Arbitrary<Path[]> =>
  fc
    .array(
      fc.record({
        states: fc.boolean(),
        moves: fc.array(move, { minLength: 1, maxLength: 8 }),
        end: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    .map((items) => items.map((item, i) => pathOf(`T-${i}`, item)));

interface Seed {
  readonly states: boolean;
  readonly moves: readonly {
    readonly hours: number;
    readonly state: string;
    readonly active: boolean | undefined;
    readonly lifecycle: 'start' | 'complete' | undefined;
    readonly close: boolean;
  }[];
  readonly end: boolean;
}

const pathOf = (item: string, { states, moves, end }: Seed): Path => {
  let at = START;
  let before = 'New';
  const moments: Moment[] = [{ at, type: 'item.created' }];
  for (const { hours, state, active, lifecycle, close } of moves) {
    at += hours * HOUR;
    moments.push({
      at,
      type: 'item.moved',
      state,
      ...(states ? { from: before, ...(active !== undefined && { active }) } : lifecycle && { lifecycle }),
    });
    before = state;
    if (close) moments.push({ at, type: 'item.closed' }, { at: at + HOUR, type: 'item.reopened' });
    if (close) at += HOUR;
  }
  if (end) moments.push({ at: at + HOUR, type: 'item.closed' });
  return { item, kind: 'TICKET', title: undefined, type: undefined, repo: undefined, moments };
};
