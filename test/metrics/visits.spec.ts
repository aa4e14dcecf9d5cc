import fc from 'fast-check';
import { discover } from '../../src/metrics/streams/discover.js';
import { mapOf } from '../../src/metrics/streams/map.js';
import { retrace } from '../../src/metrics/streams/retrace.js';
import {
  findVisits,
  VISIT_ORDERS,
  type VisitOrder,
  type VisitPlace,
} from '../../src/metrics/streams/visits.js';
import type { Path } from '../../src/projections/paths/path.js';
import { arbitraryPaths } from '../support/arbitrary-journeys.js';

const EVER = { from: 0, to: Date.parse('2027-01-01T00:00:00Z') };
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const order = fc.constantFrom(...VISIT_ORDERS);

/** All pages of a list one after the other. */
const turned = (
  journeys: ReturnType<typeof discover>['journeys'],
  place: VisitPlace,
  by: VisitOrder,
  first: number,
) => {
  const rows = [];
  let count: number | undefined;
  let after: string | null = null;
  do {
    const page = findVisits(journeys, { place, order: by, since: EVER.from, first, after });
    count ??= page.count;
    expect(page.count).toBe(count);
    expect(page.rows.length).toBeLessThanOrEqual(first);
    rows.push(...page.rows);
    after = page.hasNextPage ? page.endCursor : null;
  } while (after);
  expect(rows).toHaveLength(count!);
  return rows;
};

describe('the visits behind a map', () => {
  it('add up to the figures of their step and of their way, page by page', () => {
    fc.assert(
      fc.property(arbitraryPaths(), order, fc.integer({ min: 1, max: 5 }), (paths, by, first) => {
        const { steps, journeys } = discover(paths, 'production');
        const map = mapOf(steps, journeys, EVER);
        map.steps.forEach((figures, step) => {
          const visits = turned(journeys, { step }, by, first);
          expect(visits).toHaveLength(figures.visits);
          const waits = visits.map(({ visit: { since, start, stop } }) => (start ?? stop!) - since);
          expect(sum(waits) / 1_000).toBe(figures.wait.total ?? 0);
        });
        for (const edge of map.edges) {
          const placeOf = (name: string | null) => (name === null ? undefined : steps.indexOf(name));
          const place = { from: placeOf(edge.from), to: placeOf(edge.to) };
          const visits = turned(journeys, place, by, first);
          expect(visits).toHaveLength(edge.count);
          const waits = visits.map(({ visit: { since, start, stop } }) => (start ?? stop!) - since);
          expect(sum(waits) / 1_000).toBe(edge.wait.total);
        }
      }),
    );
  });

  it('come the longest first, in pages of any size and in any order of the items', () => {
    fc.assert(
      fc.property(
        arbitraryPaths().chain((paths) =>
          fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length })),
        ),
        order,
        ([paths, shuffled], by) => {
          const listed = (some: readonly Path[], first: number) => {
            const { steps, journeys } = discover(some, 'production');
            return steps.map((_, step) =>
              turned(journeys, { step }, by, first).map(
                ({ journey, place, visit: { since, start, stop } }) => ({
                  visit: `${journey.item}/${place}`,
                  length: {
                    WAIT: (start ?? stop!) - since,
                    LEAD: stop! - since,
                    PROCESS: stop! - (start ?? stop! + 1),
                  }[by],
                }),
              ),
            );
          };
          const whole = listed(paths, 500);
          for (const visits of whole) {
            const lengths = visits.map(({ length }) => length);
            expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
          }
          expect(listed(shuffled, 2)).toEqual(whole);
        },
      ),
    );
  });

  it('stand on events that happened when they began to wait, were begun and ended', () => {
    fc.assert(
      fc.property(arbitraryPaths(), (paths) => {
        const { journeys } = discover(paths, 'production');
        for (const { item, visits } of journeys) {
          const { moments } = paths.find((path) => path.item === item)!;
          const told = moments.map((moment, i) => ({ moment, id: String(i) }));
          const walk = { kind: 'TICKET', definition: undefined, environment: 'production' } as const;
          const nobody = moments.map((_, i) => ({ event: String(i), at: '', holders: {} }));
          const evidence = retrace(walk, item, told, nobody);
          expect(evidence).toHaveLength(visits.length + 1);
          visits.forEach(({ since, start, stop }, i) => {
            const at = evidence[i]!.events.map((id) => moments[Number(id)]!.at);
            expect(new Set(at)).toEqual(new Set([since, start, stop].filter((one) => one !== undefined)));
          });
        }
      }),
    );
  });
});
