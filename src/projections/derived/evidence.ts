import { isBefore, type Mark } from '../graph.js';

/** A deployment as the evidence rules need it; instants are ISO text. */
export interface Deployed {
  readonly id: string;
  readonly at: string;
  readonly outcome: string;
  readonly kind: string;
  readonly effective: boolean;
  readonly complete: boolean;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly version: string | null;
  readonly event_id: string;
}

export interface Incident {
  readonly event_id: string;
  readonly deployment: string | null;
  readonly opened_at: string;
  readonly resolved_at: string | null;
}

/** Something delivered by one deployment is undone or repaired by what a later one delivers. */
export interface Undone {
  readonly kind: 'REVERT' | 'FIX';
  readonly delivered: Mark;
  readonly undone: Mark;
  readonly event_id: string;
}

export type FailureRow = {
  readonly deployment: string;
  readonly grade: 'EXPLICIT' | 'ROLLBACK' | 'REVERT' | 'WINDOW';
  readonly evidence: string;
  readonly at: string;
  readonly recovered_at: string | null;
};

export type ReworkRow = { readonly deployment: string; readonly reason: string; readonly evidence: string };

export interface Evidence {
  readonly failures: readonly FailureRow[];
  readonly rework: readonly ReworkRow[];
  /** Event id of a rollback -> the deployments that it took back. */
  readonly rolledBack: ReadonlyMap<string, { readonly at: string; readonly deployments: readonly string[] }>;
}

/** An incident that names no deployment is tied to the last one before it, if that was this recent. */
export const WINDOW_HOURS = 24;

/**
 * Which deployments of one service on one environment failed, on what evidence and until when, and which were made to
 * repair. Graded: what a source says outright, then a rollback or a delivered revert, then nearness in time.
 *
 * @param deployments all that ended there, ordered by time and then id.
 */
export const evidenceOf = (
  deployments: readonly Deployed[],
  incidents: readonly Incident[],
  undone: readonly Undone[],
): Evidence => {
  const rollbacks = rollbacksOf(deployments);
  return {
    failures: [
      ...failedOutcomes(deployments),
      ...rollbacks.flatMap(({ rollback, back }) =>
        back.map((deployment) => byRollback(deployment, rollback)),
      ),
      ...undone.filter(({ kind }) => kind === 'REVERT').map(byRevert),
      ...incidents.flatMap((incident) => byIncident(deployments, incident)),
    ],
    rework: [
      ...rollbacks.map(({ rollback }) => ({
        deployment: rollback.id,
        reason: 'ROLLBACK',
        evidence: rollback.event_id,
      })),
      ...undone.map(({ kind, undone: mark, event_id }) => ({
        deployment: mark.deployment,
        reason: kind === 'REVERT' ? 'REVERT' : 'HOTFIX',
        evidence: event_id,
      })),
    ],
    rolledBack: new Map(
      rollbacks.map(({ rollback, back }) => [
        rollback.event_id,
        { at: rollback.at, deployments: back.map(({ id }) => id) },
      ]),
    ),
  };
};

const isWorking = ({ outcome, kind }: Deployed): boolean => outcome === 'success' && kind !== 'remove';

/** Recovered: the next deployment that works. */
const failedOutcomes = (deployments: readonly Deployed[]): FailureRow[] => {
  const failures: FailureRow[] = [];
  let recovered: string | null = null;
  for (const deployment of deployments.toReversed()) {
    if (isWorking(deployment)) recovered = deployment.at;
    if (deployment.outcome !== 'failure' && deployment.outcome !== 'error') continue;
    failures.push({
      deployment: deployment.id,
      grade: 'EXPLICIT',
      evidence: deployment.event_id,
      at: deployment.at,
      recovered_at: recovered,
    });
  }
  return failures;
};

interface Rollback {
  readonly rollback: Deployed;
  /** What it took back, oldest first. */
  readonly back: readonly Deployed[];
}

/**
 * A rollback says so, or goes back to the very commit that ran before, with other commits between. A release history
 * (`complete`) is left alone: two tags on one commit are no rollback.
 */
const rollbacksOf = (deployments: readonly Deployed[]): Rollback[] => {
  const found: Rollback[] = [];
  const past = new Map<string, Deployed[]>();
  for (const deployment of deployments) {
    if (!isWorking(deployment)) continue;
    const line = deployment.repo ?? '';
    const before = past.get(line) ?? [];
    const back = takenBack(before, deployment);
    if (back.length > 0) found.push({ rollback: deployment, back });
    past.set(line, [...standing(before, back), deployment]);
  }
  return found;
};

/** What was rolled back is not rolled back again by the next one. */
const standing = (before: readonly Deployed[], back: readonly Deployed[]): readonly Deployed[] =>
  back.length > 0 ? before.slice(0, before.length - back.length) : before.slice(-MEMORY);

/** How many deployments back a rollback may reach. */
const MEMORY = 100;

const takenBack = (before: readonly Deployed[], deployment: Deployed): readonly Deployed[] => {
  const last = before.at(-1);
  const same = before.findLastIndex(
    (earlier) =>
      (deployment.sha !== null && earlier.sha === deployment.sha) ||
      (deployment.sha === null && deployment.version !== null && earlier.version === deployment.version),
  );
  const returns = same >= 0 && same < before.length - 1;
  if (returns && (deployment.kind === 'rollback' || !deployment.complete)) return before.slice(same + 1);
  return deployment.kind === 'rollback' && last && same < 0 ? [last] : [];
};

const byRollback = (failed: Deployed, rollback: Deployed): FailureRow => ({
  deployment: failed.id,
  grade: 'ROLLBACK',
  evidence: rollback.event_id,
  at: failed.at,
  recovered_at: rollback.at,
});

const byRevert = ({ delivered, undone, event_id }: Undone): FailureRow => ({
  deployment: delivered.deployment,
  grade: 'REVERT',
  evidence: event_id,
  at: delivered.at,
  recovered_at: undone.at,
});

const byIncident = (deployments: readonly Deployed[], incident: Incident): FailureRow[] => {
  const named = deployments.find(({ id }) => id === incident.deployment);
  const opened: Mark = { at: incident.opened_at, deployment: '\uffff' };
  const last = deployments.findLast(
    (one) => isWorking(one) && isBefore({ at: one.at, deployment: one.id }, opened),
  );
  const since = last ? Date.parse(incident.opened_at) - Date.parse(last.at) : Number.POSITIVE_INFINITY;
  const near = incident.deployment === null && since <= WINDOW_HOURS * 3_600_000 ? last : undefined;
  const blamed = named ?? near;
  if (!blamed) return [];
  return [
    {
      deployment: blamed.id,
      grade: named ? 'EXPLICIT' : 'WINDOW',
      evidence: incident.event_id,
      at: incident.opened_at,
      recovered_at: incident.resolved_at,
    },
  ];
};
