import { approvedBeforeProduction } from './controls/approved-before-production.js';
import { builtFromReviewedCommit } from './controls/built-from-reviewed-commit.js';
import { changeWindow } from './controls/change-window.js';
import { emergencyApproved } from './controls/emergency-approved.js';
import { noAdHocChange } from './controls/no-ad-hoc-change.js';
import { noShellWithoutTicket } from './controls/no-shell-without-ticket.js';
import { protectionOverridden } from './controls/protection-overridden.js';
import { segregationOfDuties } from './controls/segregation-of-duties.js';
import { serverAudited } from './controls/server-audited.js';
import { standardChangePreapproved } from './controls/standard-change-preapproved.js';
import { ticketLinked } from './controls/ticket-linked.js';
import { verificationPassed } from './controls/verification-passed.js';
import type { Policy } from './policy.js';

/** One line for each control that comes with the house. */
export const policies: readonly Policy[] = [
  approvedBeforeProduction,
  builtFromReviewedCommit,
  changeWindow,
  emergencyApproved,
  noAdHocChange,
  noShellWithoutTicket,
  protectionOverridden,
  segregationOfDuties,
  serverAudited,
  standardChangePreapproved,
  ticketLinked,
  verificationPassed,
];
