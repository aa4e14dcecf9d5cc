/** Seconds; null where nothing was measured. */
export interface MapTime {
  n: number;
  p50: number | null;
  p85: number | null;
  mean: number | null;
  total: number | null;
}

/** A step as the map draws it: what `valueStream` answers, or what a room believes. Shares are 0 to 1. */
export interface MapStep {
  name: string;
  owner?: string | null;
  visits: number;
  wait: MapTime;
  process: MapTime;
  completeAndAccurate: number | null;
  scrapRate: number | null;
  wip: number;
}

export interface MapEdge {
  from: string | null;
  to: string | null;
  count: number;
}

/** Where items go back to from a step, the most frequent first. */
export const waysBack = (steps: readonly MapStep[], edges: readonly MapEdge[], from: string): MapEdge[] => {
  const place = new Map(steps.map(({ name }, i) => [name, i]));
  const own = place.get(from) ?? -1;
  return edges
    .filter((edge) => edge.from === from && edge.to !== null && (place.get(edge.to) ?? Infinity) < own)
    .sort((a, b) => b.count - a.count);
};

/** What the ladder adds up to: the mean wait and process time of every step; undefined where none is known. */
export const ladderSum = (steps: readonly MapStep[], of: (step: MapStep) => MapTime): number | undefined => {
  const means = steps.map((step) => of(step).mean).filter((mean) => mean !== null);
  return means.length > 0 ? means.reduce((sum, mean) => sum + mean, 0) : undefined;
};

/** The step before which items wait longest in all; undefined where nothing waits. */
export const longestWait = (steps: readonly MapStep[]): string | undefined =>
  steps.reduce<MapStep | undefined>(
    (longest, step) => ((step.wait.total ?? 0) > (longest?.wait.total ?? 0) ? step : longest),
    undefined,
  )?.name;
