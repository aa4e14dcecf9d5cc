import type { LeadTimeDefinition, ScrapRule } from '../api/graphql.js';

/** SOME_REASON as `some reason`: what is shown for a name this dashboard has no words for. */
const plain = (name: string): string => name.toLowerCase().replaceAll('_', ' ');

export const definitionWords: Record<LeadTimeDefinition, string> = {
  COMMIT_TO_DEPLOY: 'Commit to deployment',
  FIRST_COMMIT_TO_DEPLOY: 'First commit to deployment',
  OPENED_TO_DEPLOY: 'Opened to deployment',
  MERGED_TO_DEPLOY: 'Merged to deployment',
  BUILT_TO_DEPLOY: 'Built to deployment',
  STARTED_TO_DEPLOY: 'Work started to deployment',
  REQUESTED_TO_DEPLOY: 'Requested to deployment',
};

const rules: Record<ScrapRule, string> = {
  REVERTED: 'Reverted',
  ROLLED_BACK: 'Rolled back',
  HOTFIXED: 'Hotfixed',
  FAILED_DEPLOYMENT: 'Deployment failed',
  RETURNED: 'Returned in review',
  REOPENED: 'Reopened',
  CAUSED_INCIDENT: 'Caused an incident',
};

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whole shas and digests by their first digits: nobody reads forty of them, and they stand whole among the details. */
export const shortShas = (text: string): string =>
  text.replace(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g, (sha) => `${sha.slice(0, 10)}…`);

export const ruleWords = (rule: string): string => rules[rule as ScrapRule] ?? sentence(plain(rule));

const reasons: Record<string, string> = {
  BEFORE_FIRST_DEPLOYMENT: 'made before the first known deployment',
  NEGATIVE: 'delivered before they were made, by their clocks',
  NOT_MERGED: 'with no known time of merging',
  NOT_OPENED: 'with no known time of opening',
  NOT_PUBLISHED: 'with no known time of publishing',
  NOT_REQUESTED: 'with no known time of the request',
  NOT_STARTED: 'with no known start of the work',
  NO_FIRST_COMMIT: 'with no known first commit',
  NOT_RECOVERED: 'not recovered yet',
  UNKNOWN_COMMIT: 'whose commit is not known',
  UNATTRIBUTED: 'tied to no deployment',
  CANCELLED: 'cancelled',
  RARE_PATH: 'on paths too rare to be shown',
  NO_CALENDAR: 'to somebody whose working hours are not known',
};

export const reasonWords = (reason: string): string => reasons[reason] ?? plain(reason);

/** An event type as words: `Item closed`. */
export const plainWords = (type: string): string => sentence(type.replace('.', ' '));

/** `DEPLOY`, `FAILURE` and the like as a word in a list. */
export const enumWords = (name: string | null): string => (name ? sentence(plain(name)) : 'Unknown');
