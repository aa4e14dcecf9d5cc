import { registerEnumType } from '@nestjs/graphql';

/** Members of an enum whose values are their names. */
const members = <const N extends string>(...names: readonly N[]): { [K in N]: K } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in N]: K };

export const LeadTimeDefinition = members(
  'COMMIT_TO_DEPLOY',
  'FIRST_COMMIT_TO_DEPLOY',
  'OPENED_TO_DEPLOY',
  'MERGED_TO_DEPLOY',
  'BUILT_TO_DEPLOY',
  'STARTED_TO_DEPLOY',
  'REQUESTED_TO_DEPLOY',
);
export const Clock = members('COMMITTED', 'AUTHORED');
export const Bucket = members('DAY', 'WEEK', 'MONTH');
export const ScrapRule = members(
  'REVERTED',
  'ROLLED_BACK',
  'HOTFIXED',
  'FAILED_DEPLOYMENT',
  'RETURNED',
  'REOPENED',
  'CAUSED_INCIDENT',
);
export const ChangeKind = members('COMMIT', 'PULL_REQUEST', 'ARTIFACT', 'ITEM');
export const DeploymentOutcome = members('SUCCESS', 'FAILURE', 'CANCELLED', 'ERROR');
export const DeploymentKind = members('DEPLOY', 'UPGRADE', 'ROLLBACK', 'REMOVE');
export const Better = members('HIGHER', 'LOWER');
export const FailureGrade = members('EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW');
export const EvidenceOf = members('INCLUDED', 'NUMERATOR', 'EXCLUDED');
export const HandoffLevel = members('PERSON', 'TEAM', 'LINE');
export const WaitTime = members('WALL', 'BUSINESS');
export const FlowItemKind = members('TICKET', 'CHANGE');
export const VisitOrder = members('WAIT', 'PROCESS', 'LEAD');
export const WhatIfKind = members(
  'SCALE_WAIT',
  'SCALE_PROCESS',
  'REMOVE_STEP',
  'RAISE_COMPLETE_AND_ACCURATE',
);

registerEnumType(LeadTimeDefinition, { name: 'LeadTimeDefinition' });
registerEnumType(Clock, { name: 'Clock', description: 'Which date of a commit its lead time starts at.' });
registerEnumType(Bucket, {
  name: 'Bucket',
  description: 'Calendar units of the zone; weeks start on Monday.',
});
registerEnumType(ScrapRule, { name: 'ScrapRule' });
registerEnumType(ChangeKind, { name: 'ChangeKind' });
registerEnumType(DeploymentOutcome, { name: 'DeploymentOutcome' });
registerEnumType(DeploymentKind, { name: 'DeploymentKind' });
registerEnumType(Better, { name: 'Better' });
registerEnumType(FailureGrade, {
  name: 'FailureGrade',
  description: 'How a failure is tied to a deployment, the best evidence first.',
});
registerEnumType(EvidenceOf, {
  name: 'EvidenceOf',
  description: 'What counts; of that, what is in the numerator of a rate; what was left out.',
});
registerEnumType(HandoffLevel, {
  name: 'HandoffLevel',
  description: 'Whom holders of an item are told apart by.',
});
registerEnumType(WaitTime, {
  name: 'WaitTime',
  description: 'By the wall clock, or in the hours in which the team that is waited for works.',
});
registerEnumType(FlowItemKind, {
  name: 'FlowItemKind',
  description: 'What flows: tickets (and cases of a log), or change requests.',
});
registerEnumType(VisitOrder, {
  name: 'VisitOrder',
  description: 'Which time of a visit is the longest in the first of a list.',
});
registerEnumType(WhatIfKind, { name: 'WhatIfKind', description: 'What would be different at a step.' });
