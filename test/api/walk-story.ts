import { createHmac } from 'node:crypto';
import { patched, readSample, type Sample } from '../support/samples.js';

/**
 * One change through every system, as each of them tells it: the bell of a carillon shall ring once. Times are of
 * 2026-03-02, UTC.
 */

export const REPO = 'github.com/bellfounders/carillon';
const HEAD = '4b1d0a7c9e2f5a3b8c6d1e0f7a9b2c4d5e6f7081';
const MERGED = '7e4030afc0528d6ebf904132adce5f708192a3b4';
const BEFORE = '3a0cf96b8d1e492a7b5c0def69a8b1c3d4e5f607';
export const HOSTS = ['bell-1.example.org', 'bell-2.example.org', 'bell-3.example.org'];
const WORKFLOW = '6650a1c2d3e4f5a6b7c8d901';

export interface Told {
  readonly source: string;
  readonly sample: Sample;
}

const tell = (source: string, name: string, patch: object = {}, headers: object = {}): Told => {
  const sample = patched(readSample(source, name), patch);
  return { source, sample: { ...sample, headers: { ...sample.headers, ...headers } as never } };
};
const told = (source: string, body: unknown, headers: Record<string, string> = {}): Told => ({
  source,
  sample: { headers: { 'content-type': 'application/json', ...headers }, body },
});
const at = (time: string): string => `2026-03-02T${time}Z`;
const unix = (time: string): number => Date.parse(at(time));

const commit = (id: string, message: string, time: string) => ({
  ...{ id, message, timestamp: at(time), distinct: true, url: `https://${REPO}/commit/${id}` },
  author: { name: 'Ada Ropes', email: 'ada@bells.example', username: 'ada-ropes' },
  committer: { name: 'Ada Ropes', email: 'ada@bells.example', username: 'ada-ropes' },
  ...{ added: [], removed: [], modified: ['striker.c'] },
});

const said = (user: string, text: string, time: string): Told =>
  told('slack', {
    ...{ type: 'event_callback', team_id: 'T01', api_app_id: 'A01', event_id: `Ev${time}` },
    event_time: unix(time) / 1_000,
    event: {
      ...{ type: 'message', user, text, channel: 'C01OPS', channel_type: 'channel' },
      ts: `${unix(time) / 1_000}.000100`,
      event_ts: `${unix(time) / 1_000}.000100`,
    },
  });

const execution = (id: string, action: string, [from, to]: [string, string], more: object): Told =>
  told('stackstorm', {
    ...{ id, status: 'succeeded', start_timestamp: at(from), end_timestamp: at(to) },
    ...{ action: { ref: action }, runner: { name: 'orquesta' }, result: {} },
    ...more,
  });

const job = (id: number, name: string, [from, to]: [string, string], options: object): Told =>
  told(
    'rundeck',
    {
      ...{ id, status: 'succeeded', project: 'bells', executionType: 'user', user: 'st2' },
      permalink: `https://rundeck.example.org/project/bells/execution/show/${id}`,
      'date-started': { unixtime: unix(from), date: at(from) },
      'date-ended': { unixtime: unix(to), date: at(to) },
      job: { id: `job-${name}`, name, group: 'carillon', project: 'bells', options },
      successfulNodes: HOSTS,
    },
    { 'x-throughline-record': 'execution' },
  );

const report = (host: string): Told =>
  told('puppet', {
    ...{ host, time: at('14:18:00'), environment: 'production', status: 'changed', noop: false },
    ...{ code_id: MERGED, configuration_version: '1772460000', transaction_uuid: `run of ${host}` },
    resource_statuses: {
      'Package[carillon]': {
        ...{ resource: 'Package[carillon]', resource_type: 'Package', title: 'carillon', changed: true },
        ...{ failed: false, corrective_change: false },
        events: [
          {
            ...{ property: 'ensure', previous_value: '2.4.0', desired_value: '2.4.1', status: 'success' },
            ...{ time: at('14:18:00'), name: 'ensure_changed', message: 'ensure changed' },
          },
        ],
      },
    },
  });

const alert = (state: string, time: string): Told =>
  tell('newrelic', 'issue-activated', {
    state,
    createdAt: unix('14:30:00'),
    updatedAt: unix(time),
    impactedEntities: ['carillon'],
  });

/** In the order in which it happened. */
export const story: readonly Told[] = [
  // A release of the day before, to which it will be rolled back.
  tell('github', 'push', {
    ...{ after: BEFORE, before: '0'.repeat(40) },
    commits: [commit(BEFORE, 'Oil the striker', '07:00:00')],
    head_commit: commit(BEFORE, 'Oil the striker', '07:00:00'),
  }),
  job(811, 'deploy', ['07:10:00', '07:12:00'], {
    environment: 'production',
    version: '2.4.0',
    revision: BEFORE,
  }),
  // A ticket, and a branch on which somebody works.
  tell('jira', 'issue-created'),
  tell('jira', 'issue-started'),
  tell('github', 'push', {
    ...{ ref: 'refs/heads/BELL-7-ring-once', before: BEFORE, after: HEAD },
    commits: [commit(HEAD, 'Ring the hour bell once\n\nBELL-7', '08:20:00')],
    head_commit: commit(HEAD, 'Ring the hour bell once\n\nBELL-7', '08:20:00'),
  }),
  // A pull request with a review.
  tell('github', 'pull-request-opened'),
  tell('github', 'pull-request-review', { review: { state: 'approved', body: 'Once is enough.' } }),
  tell('github', 'pull-request-merged', { pull_request: { body: 'For BELL-7' } }),
  tell('github', 'push', {
    ...{ before: BEFORE, after: MERGED },
    commits: [
      commit(HEAD, 'Ring the hour bell once\n\nBELL-7', '08:20:00'),
      commit(MERGED, 'Merge pull request #13 from bellfounders/BELL-7-ring-once', '14:00:00'),
    ],
    head_commit: commit(MERGED, 'Merge pull request #13 from bellfounders/BELL-7-ring-once', '14:00:00'),
  }),
  // A build and a package.
  tell('github', 'workflow-run'),
  tell('docker', 'push', {
    events: [
      {
        ...{ id: 'push-1', timestamp: at('14:05:00'), action: 'push', actor: { name: 'ci' } },
        target: {
          mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
          ...{ digest: `sha256:${'4c'.repeat(32)}`, repository: 'bells/carillon', tag: MERGED },
        },
        request: { host: 'registry.example.org' },
      },
    ],
  }),
  // A command typed in chat, and somebody else's yes.
  said('U01ADA', `!deploy carillon ${MERGED} to production for BELL-7`, '14:10:00'),
  said('U02BO', 'approve BELL-7 go ahead', '14:12:00'),
  // A workflow that runs a job.
  execution(WORKFLOW, 'carillon.deploy', ['14:13:00', '14:20:00'], {
    parameters: { service: 'carillon', environment: 'production', revision: MERGED, ticket: 'BELL-7' },
    context: { user: 'chatops_bot', api_user: 'ada', source_channel: '#ops' },
  }),
  execution('6650a1c2d3e4f5a6b7c8d902', 'rundeck.run_job', ['14:13:30', '14:19:30'], {
    parent: WORKFLOW,
    parameters: { job: 'carillon/deploy', ticket: 'BELL-7' },
    context: { user: 'chatops_bot', parent: { execution_id: WORKFLOW } },
  }),
  job(812, 'deploy', ['14:14:00', '14:19:00'], {
    ...{ environment: 'production', version: '2.4.1', revision: MERGED, ticket: 'BELL-7' },
    for: `stackstorm:stackstorm/${WORKFLOW}`,
  }),
  // Three hosts change.
  ...HOSTS.map(report),
  // It rings and rings, and is taken back.
  alert('ACTIVATED', '14:30:00'),
  job(813, 'rollback', ['14:40:00', '14:42:00'], {
    ...{ environment: 'production', version: '2.4.0', revision: BEFORE, ticket: 'BELL-7' },
  }),
  alert('CLOSED', '14:50:00'),
];

/** A run of which nobody told anything else. */
export const lonelyJob: Told = job(814, 'tidy', ['15:00:00', '15:01:00'], { ticket: 'BELL-404' });

/** What a person has to say about the sources. */
export const settings: Readonly<Record<string, object>> = {
  rundeck: {
    bots: ['st2'],
    deployments: ['deploy', 'rollback'].map((kind) => ({
      ...{ action: `carillon/${kind}`, service: 'carillon', environment: '{{options.environment}}', kind },
      ...{ version: '{{options.version}}', repo: REPO, sha: '{{options.revision}}' },
    })),
  },
};

export const people = `people:
  - id: ada
    name: Ada Ropes
    emails: [ada@bells.example]
    accounts: ['github:ada-ropes', 'jira:5b10ada0', 'slack:U01ADA', 'stackstorm:ada']
  - id: bo
    name: Bo Clapper
    accounts: ['github:bo-clapper', 'slack:U02BO']
`;

/** The credentials that each system shows. @param now for the schemes that sign the time. */
export const credentials = (
  source: string,
  body: Buffer,
  { secret, now }: { readonly secret: string; readonly now: Date },
): Record<string, string> => {
  const hmac = (text: Buffer | string): string => createHmac('sha256', secret).update(text).digest('hex');
  switch (source) {
    case 'github':
      return { 'x-hub-signature-256': `sha256=${hmac(body)}` };
    case 'jira':
      return { 'x-hub-signature': `sha256=${hmac(body)}` };
    case 'slack': {
      const seconds = String(Math.floor(now.getTime() / 1_000));
      const signed = Buffer.concat([Buffer.from(`v0:${seconds}:`), body]);
      return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${hmac(signed)}` };
    }
    default:
      return { authorization: `Bearer ${secret}` };
  }
};
