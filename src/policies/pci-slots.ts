import { approvalsOf } from './approvals.js';
import { itemEvents } from './change-type.js';
import { type History, idsOf, ofType } from './history.js';
import { namesOf } from './people.js';
import type { PciSlot } from './policy.js';
import { ticketsOf } from './tickets.js';
import { passedBefore } from './verifications.js';

/** Whether there is evidence for one of the six; that it is missing is no verdict, but something to ask for. */
export interface SlotEvidence {
  readonly slot: PciSlot;
  /** Ids of the events that are the evidence; none: nothing is known. */
  readonly evidence: readonly string[];
  /** One sentence for an auditor. */
  readonly sentence: string;
}

/** The six evidence slots of one change that went to an environment. Pure, as the controls are. */
export const pciSlots = (history: History): SlotEvidence[] =>
  (Object.keys(FINDERS) as PciSlot[]).map((slot) => {
    const { evidence, found, missing = MISSING[slot] } = FINDERS[slot](history);
    const ids = [...new Set(evidence)];
    return { slot, evidence: ids, sentence: ids.length > 0 ? found : missing };
  });

interface Found {
  readonly evidence: readonly string[];
  /** What to say if there is any. */
  readonly found: string;
  /** What to say if there is none, where more is known than that. */
  readonly missing?: string | undefined;
}

const MISSING: Readonly<Record<PciSlot, string>> = {
  REASON: 'No ticket says why it was made.',
  SECURITY_IMPACT: 'No ticket says what it means for security.',
  APPROVAL: 'No approval by somebody else came before its deployment.',
  SECURITY_TESTING: 'Nothing that was deployed is known to have passed a test before.',
  SECURE_CODE: 'No check of its code for security is known to have passed before its deployment.',
  BACK_OUT: 'No plan to take it back is known, and it was not taken back.',
};

/** That one could go back is no procedure: somebody has to have written it down, or done it. */
const UNDOCUMENTED =
  'No plan to take it back is documented, and it was not taken back; an earlier deployment to go back to is available.';

/** Suites by whose names their business is the security of code: analyses, scans of dependencies, secrets and images. */
const SECURITY =
  /secur|vuln|sast|dast|codeql|semgrep|sonar|snyk|trivy|owasp|secret|dependenc|code.?scan|pen.?test/i;

const FINDERS: Readonly<Record<PciSlot, (history: History) => Found>> = {
  REASON: (history) => {
    const named = ticketsOf(history);
    const items = [...new Set(named.map(({ item }) => item))].join(', ');
    return { evidence: named.map(({ event }) => event), found: `The ticket ${items} says why it was made.` };
  },
  SECURITY_IMPACT: ({ events }) => {
    const rated = itemEvents(events).filter(({ risk }) => risk);
    return { evidence: idsOf(rated), found: `Its ticket rates its risk as ${rated.at(-1)?.risk}.` };
  },
  APPROVAL: (history) => {
    const given = approvalsBefore(history).filter(({ standing }) => standing === 'COUNTS');
    const names = namesOf(given.flatMap(({ who }) => who ?? []));
    return {
      evidence: given.map(({ event }) => event.id),
      found: `Approved by ${names} before its deployment.`,
    };
  },
  SECURITY_TESTING: (history) => tested(history, () => true),
  SECURE_CODE: (history) => tested(history, (suite) => SECURITY.test(suite)),
  BACK_OUT: ({ events, deployed }) => {
    const planned = itemEvents(events).filter(({ backOut }) => backOut);
    const done = ofType(events, 'deployment.finished').filter(
      ({ kind, deployment, at }) =>
        kind === 'rollback' && deployed && deployment !== deployed.id && at > deployed.finishedAt,
    );
    const found = planned.length > 0 ? 'Its ticket says how to take it back.' : 'It was taken back.';
    return {
      evidence: idsOf([...planned, ...done]),
      found,
      missing: deployed?.hasEarlier ? UNDOCUMENTED : undefined,
    };
  },
};

const approvalsBefore = (history: History) =>
  history.deployed
    ? approvalsOf(history, { until: history.deployed.startedAt, team: undefined, ofLastCommit: true })
    : [];

const tested = (history: History, isWanted: (suite: string) => boolean): Found => {
  const passed = passedBefore(history).filter(({ suite }) => isWanted(suite));
  const suites = [...new Set(passed.map(({ suite }) => suite))].join(', ');
  return { evidence: idsOf(passed), found: `Passed before its deployment: ${suites}.` };
};
