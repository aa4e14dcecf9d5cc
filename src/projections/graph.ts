/** When, and by which deployment, a commit was first delivered. Ordered by time, then by deployment. */
export interface Mark {
  readonly at: string;
  readonly deployment: string;
}

export const isBefore = (left: Mark, right: Mark): boolean =>
  left.at < right.at || (left.at === right.at && left.deployment < right.deployment);

/** A commit from which a deployment is carried to all its ancestors. */
export interface Seed {
  readonly sha: string;
  readonly mark: Mark;
}

/** What is loaded of a commit graph: `undefined` = not loaded yet, `null` = loaded, and nobody has told us the commit. */
export type ParentsOf = (sha: string) => readonly string[] | null | undefined;

export interface Walk {
  readonly marks: Map<string, Mark>;
  readonly changed: Set<string>;
  readonly parentsOf: ParentsOf;
}

/**
 * Carries every seed to its ancestors, each commit keeping the smallest mark it ever met. An ancestor is never
 * delivered later than its descendant, so a walk stops where a commit is already marked no later: over a whole history
 * each commit is visited once. The result is the minimum over all deployments that contain the commit, whatever the
 * order of the calls.
 *
 * @returns the seeds that stopped at a commit not loaded yet; call again with them when it is.
 */
export const carry = (walk: Walk, seeds: readonly Seed[]): Seed[] => {
  const waiting: Seed[] = [];
  const stack = [...seeds].sort((a, b) => (isBefore(a.mark, b.mark) ? 1 : -1));
  for (let seed = stack.pop(); seed; seed = stack.pop()) {
    const parents = walk.parentsOf(seed.sha);
    if (parents === undefined) {
      waiting.push(seed);
      continue;
    }
    const known = walk.marks.get(seed.sha);
    if (known && !isBefore(seed.mark, known)) continue;
    walk.marks.set(seed.sha, seed.mark);
    walk.changed.add(seed.sha);
    for (const parent of parents ?? []) stack.push({ sha: parent, mark: seed.mark });
  }
  return waiting;
};
