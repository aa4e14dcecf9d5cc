import fc from 'fast-check';
import { discover } from '../../src/metrics/streams/discover.js';
import { lastStop, processOf, waitOf } from '../../src/metrics/streams/journey.js';
import { mapOf } from '../../src/metrics/streams/map.js';
import { onUsualPaths } from '../../src/metrics/streams/usual-paths.js';
import { whatIf } from '../../src/metrics/streams/what-if.js';
import { arbitraryPaths } from '../support/arbitrary-journeys.js';

const EVER = { from: 0, to: Date.parse('2027-01-01T00:00:00Z') };
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

describe('the map of a stream', () => {
  it('adds up to its population, whatever happened', () => {
    fc.assert(
      fc.property(arbitraryPaths(), (paths) => {
        const { steps, journeys } = discover(paths, 'production');
        const map = mapOf(steps, journeys, EVER);
        expect(map.finished + map.left + map.open).toBe(paths.length);
        expect(sum(map.steps.map(({ wip }) => wip))).toBe(map.open);
        const ended = journeys.flatMap(({ visits }) => visits).filter(({ stop }) => stop !== undefined);
        expect(sum(map.steps.map(({ visits }) => visits))).toBe(ended.length);
        const waits = sum(ended.map((visit) => waitOf(visit)!)) / 1_000;
        const works = sum(ended.map((visit) => processOf(visit) ?? 0)) / 1_000;
        const behind = sum(
          journeys.flatMap((one) => (one.finished === undefined ? [] : [one.finished - lastStop(one)])),
        );
        expect(map.wait.total ?? 0).toBe(waits + behind / 1_000);
        expect(map.process.total ?? 0).toBe(works);
        expect(sum(map.edges.map(({ wait }) => wait.total!))).toBeCloseTo(map.wait.total ?? 0, 6);
        expect(sum(map.edges.filter(({ to }) => to !== null).map(({ count }) => count))).toBe(ended.length);
        for (const step of map.steps) {
          const into = map.edges.filter(({ to }) => to === step.name);
          expect(sum(into.map(({ count }) => count))).toBe(step.visits);
          expect((step.wait.total ?? 0) + (step.process.total ?? 0)).toBeCloseTo(step.lead.total ?? 0, 6);
          if (step.visits === 0) expect([step.lead.p50, step.completeAndAccurate]).toEqual([null, null]);
        }
      }),
    );
  });

  it('is the same in any order of the items', () => {
    fc.assert(
      fc.property(
        arbitraryPaths().chain((paths) =>
          fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length })),
        ),
        ([paths, shuffled]) => {
          const mapped = (some: typeof paths) => {
            const { steps, journeys } = discover(some, 'production');
            return mapOf(steps, journeys, EVER);
          };
          expect(mapped(shuffled)).toEqual(mapped(paths));
        },
      ),
    );
  });

  it('shows the most frequent paths, which carry at least 80 % of the finished items', () => {
    fc.assert(
      fc.property(arbitraryPaths(), (paths) => {
        const { journeys } = discover(paths, 'production');
        const finished = journeys.filter((one) => one.finished !== undefined);
        const shown = finished.filter(onUsualPaths(journeys));
        expect(shown.length).toBeGreaterThanOrEqual(0.8 * finished.length);
      }),
    );
  });

  it('is what a what-if without changes gives again', () => {
    fc.assert(
      fc.property(arbitraryPaths(), (paths) => {
        const { steps, journeys } = discover(paths, 'production');
        const again = whatIf(journeys, steps.length, []);
        const finished = journeys.filter((one) => one.finished !== undefined);
        expect(again.flowTimes).toEqual(finished.map((one) => one.finished! - one.entered));
        expect(again.flowTime).toEqual(mapOf(steps, finished, EVER).flowTime);
      }),
    );
  });
});
