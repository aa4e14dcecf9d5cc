import { isFields } from '../reading.js';
import type { Raw } from '../records.js';
import { auditEntry } from './audit.js';

/** What a record of GitHub's API is, told by its members, and the webhook body that says the same. */
export interface Translated {
  readonly event: string;
  readonly body: unknown;
}

type Members = Readonly<Record<string, unknown>>;

interface Kind {
  readonly is: (record: Members) => boolean;
  readonly translate: (record: Members, repository: unknown) => Translated;
}

const has = (record: Members, ...names: string[]): boolean => names.every((name) => name in record);

/** `https://api.github.com/repos/octo/hello/pulls/4`, or below `/api/v3` of an enterprise server. */
const API = /^https?:\/\/([^/\s]+)(\/api\/v3)?\/repos\/([\w.-]+\/[\w.-]+)(?:[/?#]|$)/;

const repositoryOf = (address: unknown): unknown => {
  const [, host = '', enterprise, path] = API.exec(typeof address === 'string' ? address : '') ?? [];
  if (!path) return undefined;
  const web = enterprise ? host : host.replace(/^api\./, '');
  return { full_name: path, html_url: `https://${web}/${path}` };
};

const memberOf = (value: unknown, key: string): unknown => (isFields(value) ? value[key] : undefined);

const NUMBER = /\/(?:pulls?|issues)\/(\d{1,10})(?:[/?#]|$)/;

const numberIn = (...addresses: unknown[]): number | undefined => {
  for (const address of addresses) {
    const number = typeof address === 'string' ? NUMBER.exec(address)?.[1] : undefined;
    if (number) return Number(number);
  }
  return undefined;
};

const pullRequestOf = (record: Members): unknown =>
  record['pull_request'] ?? { number: numberIn(record['pull_request_url'], record['html_url']) };

const actionOf = (record: Members): unknown => record['status'] ?? 'unknown';

const KINDS: readonly Kind[] = [
  {
    is: (record) => has(record, 'number', 'head', 'base'),
    translate: (record, repository) => ({
      event: 'pull_request',
      body: {
        action: record['state'] === 'closed' ? 'closed' : 'opened',
        pull_request: record,
        repository: memberOf(record['base'], 'repo') ?? repository,
      },
    }),
  },
  {
    is: (record) =>
      has(record, 'state', 'submitted_at') ||
      (has(record, 'pull_request_url', 'state') && !has(record, 'path')),
    translate: (record, repository) => ({
      event: 'review_record',
      body: { review: record, pull_request: pullRequestOf(record), repository },
    }),
  },
  {
    is: (record) => has(record, 'run_number', 'workflow_id', 'head_sha'),
    translate: (record, repository) => ({
      event: 'workflow_run',
      body: {
        action: actionOf(record),
        workflow_run: record,
        repository: record['repository'] ?? repository,
      },
    }),
  },
  {
    is: (record) => has(record, 'run_id', 'status', 'name'),
    translate: (record, repository) => ({
      event: 'workflow_job',
      body: { action: actionOf(record), workflow_job: record, repository },
    }),
  },
  {
    is: (record) => has(record, 'deployment_url', 'state'),
    translate: (record, repository) => ({
      event: 'deployment_status',
      body: { deployment: record['deployment'], deployment_status: record, repository },
    }),
  },
  {
    is: (record) => has(record, 'statuses_url', 'environment'),
    translate: (record, repository) => ({ event: 'deployment', body: { deployment: record, repository } }),
  },
  {
    is: (record) => has(record, 'event', 'issue', 'created_at'),
    translate: (record, repository) => ({ event: 'issues', body: issueEvent(record, repository) }),
  },
];

/** An event of an issue keeps its own time; the issue beside it is as it is now. */
const issueEvent = (record: Members, repository: unknown): unknown => {
  const issue = isFields(record['issue']) ? record['issue'] : {};
  const closed = record['event'] === 'closed' ? { closed_at: record['created_at'] } : {};
  return {
    action: record['event'],
    issue: { ...issue, updated_at: record['created_at'], ...closed },
    assignee: record['assignee'],
    label: record['label'],
    repository,
    sender: record['actor'],
  };
};

const isAuditEntry = (value: unknown): boolean => auditEntry.safeParse(value).success;

/** @returns undefined when it is no record of the API that we know. */
export const translated = ({ value, address }: Raw): Translated | undefined => {
  if (!isFields(value) || isAuditEntry(value)) return undefined;
  const kind = KINDS.find(({ is }) => is(value));
  return kind?.translate(value, repositoryOf(value['url']) ?? repositoryOf(address));
};

export const isKnownRecord = (value: unknown): boolean =>
  translated({ value }) !== undefined || isAuditEntry(value);
