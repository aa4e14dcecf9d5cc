import { createHmac } from 'node:crypto';
import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Setting } from '../source.js';
import { terraform } from './index.js';
import type { TerraformSettings } from './parts.js';
import { pull } from './pull.js';

const setting = settingOf(terraform, 'tf', {
  organization: 'bakery',
  deployments: [
    {
      job: '^(?<service>.+)-(?<environment>production|staging)$',
      service: '{service}',
      environment: '{environment}',
    },
  ],
}) as Setting<TerraformSettings>;

const outcomeOf = (name: string, patch: object = {}) =>
  interpretRequest(terraform, requestOf(patched(readSample('terraform', name), patch)), setting);

const eventsOf = (name: string, patch: object = {}) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const RUN = 'terraform:run-9KdLm3Xq7WvT2sBn';
const ANNA = { id: 'terraform:anna', kind: 'human', confidence: 'authenticated' };
const CY = { id: 'terraform:cy', kind: 'human' };

describe('a run', () => {
  it('waits for a person, who lets it be applied', () => {
    expect(eventsOf('needs-attention')).toMatchObject([
      { type: 'execution.started', execution: RUN, actor: ANNA, links: ['item:TILL-12'] },
      { type: 'approval.requested', approval: RUN, actor: ANNA },
    ]);
    expect(eventsOf('applying')[1]).toMatchObject({
      type: 'deployment.started',
      service: 'till',
      environment: 'production',
      actor: ANNA,
      authorizer: CY,
      links: [`execution:${RUN}`, 'item:TILL-12'],
    });
  });

  it('that was applied is a deployment', () => {
    expect(eventsOf('completed').slice(1)).toMatchObject([
      { type: 'execution.finished', outcome: 'success' },
      { type: 'deployment.finished', outcome: 'success', kind: 'deploy' },
    ]);
    expect(eventsOf('completed', { workspace_name: 'ovens' })[2]).toMatchObject({
      service: 'ovens',
      environment: 'ovens',
    });
  });

  it('that changed nothing is no deployment', () => {
    const finished = {
      notifications: [
        {
          trigger: 'run:completed',
          run_status: 'planned_and_finished',
          run_updated_at: '2026-03-02T09:32:00Z',
        },
      ],
    };
    expect(eventsOf('completed', finished).map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
    ]);
  });

  it('that failed may have deployed nothing; its record in the API knows', () => {
    expect(eventsOf('errored').map(({ type }) => type)).toEqual(['execution.started', 'execution.finished']);
    expect(eventsOf('api-run-errored')).toMatchObject([
      { type: 'execution.started', actor: ANNA },
      { type: 'approval.decided', decision: 'granted', actor: CY },
      { type: 'deployment.started', authorizer: CY },
      { type: 'execution.finished', outcome: 'failure' },
      { type: 'deployment.finished', outcome: 'failure', service: 'till', environment: 'production' },
    ]);
  });

  it('is one fact, whoever tells of its beginning, and a run task knows its commit', () => {
    const ids = ['needs-attention', 'completed', 'run-task', 'api-run-errored'].map(
      (name) => eventsOf(name)[0]!.id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(eventsOf('run-task')[0]!.links).toEqual([
      'commit:github.com/bakery/ovens@7c3f0d9b52e84a16bb90c1d7e2a5f4836b0d1c29',
      'change:github.com/bakery/ovens#17',
      'item:TILL-12',
    ]);
    expect(JSON.stringify(eventsOf('run-task'))).not.toContain('only-for-the-callback');
  });
});

describe('a workspace', () => {
  it('that drifted has failed a verification', () => {
    expect(eventsOf('drifted')).toMatchObject([
      {
        type: 'verification.finished',
        suite: 'till-production drift',
        outcome: 'failure',
        at: '2026-03-03T03:00:00.000Z',
      },
    ]);
  });
});

describe('the audit trail', () => {
  it('tells who applied, and who may do what from now on', () => {
    expect(eventsOf('audit-trail')).toMatchObject([
      { type: 'approval.decided', approval: RUN, decision: 'granted', actor: CY },
      { type: 'resource.created', resource: 'terraform:tm-4', kind: 'team_member', actor: CY },
    ]);
  });
});

describe('what is ignored', () => {
  it.each([
    ['verification', {}, 'Terraform only tries whether the notification reaches us.'],
    ['run-task', { stage: 'test' }, 'Terraform only tries whether the run task reaches us.'],
    ['destroy-reminder', {}, 'A reminder of a destruction that is still to come changes nothing.'],
    ['destroy-reminder', { trigger: 'team:change' }, 'Nothing is derived from the trigger team:change.'],
    ['task-result', {}, 'The result of a run task says neither when nor of which run.'],
    ['drifted', { details: null }, 'The assessment does not say when it was made.'],
  ])('has a reason: %s %j', (name, patch, reason) => {
    expect(outcomeOf(name, patch)).toEqual({ outcome: 'ignored', reason });
  });
});

describe('a delivery', () => {
  const request = requestOf(readSample('terraform', 'completed'));
  const sign = (secret: string) => createHmac('sha512', secret).update(request.body).digest('hex');
  const check = (headers: Record<string, string>) =>
    terraform.authenticate({ ...request, headers }, { values: ['rye'] }, RECEPTION);

  it('is signed, as a notification or as a run task', () => {
    expect(check({ 'x-tfe-notification-signature': sign('rye') })).toEqual({ ok: true });
    expect(check({ 'x-tfc-task-signature': sign('rye') })).toEqual({ ok: true });
    expect(check({ 'x-tfe-notification-signature': sign('oat') })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/does not match/),
    });
  });

  it('does without what is optional and does not mind what is new', () => {
    const bare = {
      payload_version: 1,
      run_id: 'run-1',
      notifications: [
        { trigger: 'run:completed', run_status: 'applied', run_updated_at: '2026-03-02T09:32:00Z', new: 1 },
        null,
      ],
    };
    const outcome = interpretRequest(terraform, requestOf({ headers: {}, body: bare }), setting);
    expect(outcome).toMatchObject({ outcome: 'accepted', events: [{ type: 'execution.finished' }] });
  });

  it('is rejected when it is cut off or a form', () => {
    for (const body of [request.body.subarray(0, 100), Buffer.from('run_id=1')])
      expect(interpretRequest(terraform, { headers: {}, body }, setting).outcome).toBe('rejected');
  });
});

describe('reading what Terraform keeps', () => {
  it('goes through the pages of runs, and then of the audit trail', async () => {
    const { data, included } = readSample('terraform', 'api-run-errored').body as {
      data: object;
      included: unknown[];
    };
    const entries = (readSample('terraform', 'audit-trail').body as { data: object[] }).data;
    const api = await serveApi((url) => {
      const page = Number(url.searchParams.get('page[number]'));
      if (url.pathname.endsWith('/audit-trail'))
        return {
          body: {
            data: entries.slice(page - 1, page),
            pagination: { next_page: page < 3 ? page + 1 : null },
          },
        };
      return {
        body: {
          data: [{ ...data, id: `run-${page}` }],
          included: [...included, { id: 'ws-other', type: 'workspaces' }],
          meta: { pagination: { 'next-page': page < 2 ? page + 1 : null } },
        },
      };
    });
    try {
      const pulled = await pulledBy(pull.read(undefined, api.client, setting));
      expect(pulled.map(({ request: { headers } }) => headers['x-throughline-record'])).toEqual([
        'run',
        'run',
        'audit',
        'audit',
        'audit',
      ]);
      expect(pulled[0]!.request.body.toString()).not.toContain('ws-other');
      const outcomes = pulled.map(({ request: one }) => interpretRequest(terraform, one, setting).outcome);
      expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'ignored']);
      const again = await pulledBy(pull.read(pulled[3]!.cursor, api.client, setting));
      expect(again.length).toBeGreaterThanOrEqual(2);
    } finally {
      await api.stop();
    }
  });
});
