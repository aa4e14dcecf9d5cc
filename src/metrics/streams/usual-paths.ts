import type { Journey } from './journey.js';

/** How many of the items the paths that are shown have to carry. */
export const CARRIED = 0.8;

/**
 * Which journeys lie on the most frequent paths that together carry 80 % of the finished items. An open item lies on such
 * a path when it has come that way so far.
 */
export const onUsualPaths = (journeys: readonly Journey[]): ((journey: Journey) => boolean) => {
  const finished = journeys.filter(({ finished }) => finished !== undefined);
  const counts = new Map<string, number>();
  for (const journey of finished) counts.set(pathOf(journey), (counts.get(pathOf(journey)) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const tree = new PathTree();
  const whole = new Set<string>();
  let carried = 0;
  for (const [path, count] of ranked) {
    if (carried >= CARRIED * finished.length) break;
    carried += count;
    whole.add(path);
    tree.add(path.split(','));
  }
  if (finished.length === 0) return () => true;
  return (journey) =>
    journey.finished !== undefined ? whole.has(pathOf(journey)) : tree.has(journey.visits.map(stepOf));
};

const stepOf = ({ step }: { readonly step: number }): string => String(step);

const pathOf = ({ visits }: Journey): string => visits.map(stepOf).join(',');

/** The beginnings of paths. */
class PathTree {
  private readonly branches = new Map<string, number>();

  add(path: readonly string[]): void {
    let node = 0;
    for (const step of path) {
      const branch = `${node} ${step}`;
      const next = this.branches.get(branch) ?? this.branches.size + 1;
      this.branches.set(branch, next);
      node = next;
    }
  }

  has(beginning: readonly string[]): boolean {
    let node: number | undefined = 0;
    for (const step of beginning) {
      node = this.branches.get(`${node} ${step}`);
      if (node === undefined) return false;
    }
    return true;
  }
}
