import { patched, readSample, requestOf } from '../../../test/support/samples.js';
import { currentTelling } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { aws } from './index.js';

const ACCOUNT = '204813579246';
const outcomeOf = (body: unknown, settings: object = {}) =>
  interpretRequest(aws, requestOf({ headers: {}, body }), settingOf(aws, 'aws', settings));
const bodyOf = (name: string, patch: object = {}) =>
  patched(readSample('aws', name), patch).body as Record<string, unknown>;
const eventsOf = (body: unknown, settings: object = {}): DeliveryEvent[] => {
  const outcome = outcomeOf(body, settings);
  if (outcome.outcome !== 'accepted') throw new Error(outcome.reason);
  return outcome.events;
};
const trailRecord = (patch: object = {}) => {
  const { detail } = bodyOf('cloudtrail-run-instances', { detail: patch });
  return detail as Record<string, unknown>;
};
const call = (
  eventSource: string,
  eventName: string,
  requestParameters: object,
  responseElements: unknown = null,
) =>
  trailRecord({
    eventSource: `${eventSource}.amazonaws.com`,
    eventName,
    requestParameters,
    responseElements,
  });
const notice = (kind: string, detail: object, more: object = {}) => ({
  ...bodyOf('ec2-terminated'),
  'detail-type': kind,
  detail,
  ...more,
});

describe('a server that appears', () => {
  it('is one event by CloudTrail, by EventBridge and by its Auto Scaling group, and the call tells by whom', () => {
    const [byTrail] = eventsOf({ Records: [trailRecord()] });
    const [byBridge] = eventsOf(bodyOf('cloudtrail-run-instances'));
    const [byGroup] = eventsOf(
      bodyOf('autoscaling-launch', { detail: { EC2InstanceId: 'i-0c4e6a8b0d2f41357' } }),
    );
    expect(byTrail).toEqual(byBridge);
    expect(byGroup?.id).toBe(byTrail?.id);
    expect(currentTelling([byGroup!, byTrail!])).toMatchObject({
      type: 'resource.created',
      kind: 'server',
      host: 'i-0c4e6a8b0d2f41357',
      aliases: ['ip-10-1-7-21.eu-west-1.compute.internal', '10.1.7.21', 'crane-7'],
      environment: 'production',
      resource: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0c4e6a8b0d2f41357`,
      actor: { id: `aws:${ACCOUNT}/anna.lind@harbour.example`, kind: 'human', confidence: 'authenticated' },
      links: ['item:QUAY-118'],
    });
  });

  it('belongs to the environment of its account when no tag says more', () => {
    const settings = { environments: { [ACCOUNT]: 'staging' } };
    expect(eventsOf(bodyOf('autoscaling-launch'), settings)[0]).toMatchObject({ environment: 'staging' });
    expect(eventsOf(bodyOf('autoscaling-launch'))[0]).not.toHaveProperty('environment');
  });

  it('has its audit on the same host', () => {
    const file = eventsOf(bodyOf('cloudtrail-file'));
    expect(file.find(({ type }) => type === 'execution.started')).toMatchObject({
      action: 'Harbour-SecurityAudit',
      hosts: ['i-0c4e6a8b0d2f41357'],
    });
    const [ended] = eventsOf(bodyOf('ssm-command'));
    expect(ended).toMatchObject({ type: 'execution.finished', outcome: 'success' });
    expect(file).toContainEqual(
      expect.objectContaining({ execution: (ended as { execution: string }).execution }),
    );
  });

  it('is not told by a restart', () => {
    const body = bodyOf('ec2-terminated', { detail: { state: 'running' } });
    expect(eventsOf(body)).toMatchObject([{ type: 'resource.changed', to: 'running' }]);
  });

  it('goes once, whether its state or the call tells it', () => {
    const ids = { instancesSet: { items: [{ instanceId: 'i-0d5f7b9c1e3a52468' }] } };
    const [byCall] = eventsOf(call('ec2', 'TerminateInstances', ids));
    const [byState] = eventsOf(bodyOf('ec2-terminated'));
    expect(byCall?.id).toBe(byState?.id);
  });
});

describe('who called', () => {
  const actorOf = (userIdentity: object, settings: object = {}) => {
    const record = { ...trailRecord(), userIdentity };
    return eventsOf(record, settings)[0];
  };
  const role = (session: string, issuer: object = {}) => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deployers/${session}`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        userName: 'Deployers',
        arn: `arn:aws:iam::${ACCOUNT}:role/Deployers`,
        ...issuer,
      },
    },
  });

  it('is the user, or root, of whom nobody knows which person it is', () => {
    expect(actorOf({ type: 'IAMUser', userName: 'bo.hult', accountId: ACCOUNT })).toMatchObject({
      actor: { id: `aws:${ACCOUNT}/bo.hult`, kind: 'human', confidence: 'authenticated' },
    });
    expect(actorOf({ type: 'Root', accountId: ACCOUNT })).toMatchObject({
      actor: { id: `aws:${ACCOUNT}/root`, confidence: 'asserted' },
    });
  });

  it('only asserts the name of a session that it chose, and stands beside the role', () => {
    expect(actorOf(role('bo@harbour.example'))).toMatchObject({
      actor: { id: `aws:${ACCOUNT}/Deployers/bo@harbour.example`, kind: 'human', confidence: 'asserted' },
    });
    expect(actorOf(role('i-0c4e6a8b0d2f41357'))).toMatchObject({
      actor: { kind: 'service', confidence: 'asserted' },
    });
  });

  it('is a service with the human for whom it calls as initiator', () => {
    const identity = {
      type: 'IAMUser',
      userName: 'bo.hult',
      accountId: ACCOUNT,
      invokedBy: 'cloudformation.amazonaws.com',
    };
    expect(actorOf(identity)).toMatchObject({
      actor: { id: 'aws:cloudformation.amazonaws.com', kind: 'service' },
      initiator: { id: `aws:${ACCOUNT}/bo.hult` },
    });
    expect(actorOf({ type: 'AWSService', invokedBy: 'ecs.amazonaws.com' })).toMatchObject({
      actor: { id: 'aws:ecs.amazonaws.com', kind: 'service' },
    });
  });

  it('is a bot when a person says so', () => {
    expect(
      actorOf({ type: 'IAMUser', userName: 'crane-bot', accountId: ACCOUNT }, { bots: ['crane-bot'] }),
    ).toMatchObject({
      actor: { kind: 'bot', confidence: 'bot' },
    });
  });
});

describe('a call', () => {
  it('that opens a shell tells who, where, under which ticket, and its end', () => {
    const events = eventsOf(bodyOf('cloudtrail-file')).filter(({ type }) => type.startsWith('access.'));
    expect(events).toMatchObject([
      {
        type: 'access.opened',
        host: 'i-0c4e6a8b0d2f41357',
        ticket: 'QUAY-118',
        actor: { name: 'anna.lind@harbour.example' },
      },
      { type: 'access.closed', access: (events[0] as { access: string }).access },
    ]);
  });

  it('that was refused changed nothing, but is told', () => {
    const refused = eventsOf(bodyOf('cloudtrail-file')).find((event) => event.type === 'execution.finished');
    expect(refused).toMatchObject({
      outcome: 'failure',
      action: 'ec2:TerminateInstances: Client.UnauthorizedOperation',
    });
  });

  it.each([
    [
      's3',
      'CreateBucket',
      { bucketName: 'ledgers' },
      'resource.created',
      `aws:${ACCOUNT}/eu-west-1/s3/ledgers`,
    ],
    [
      'rds',
      'ModifyDBInstance',
      { dBInstanceIdentifier: 'logs' },
      'resource.changed',
      `aws:${ACCOUNT}/eu-west-1/rds/logs`,
    ],
    ['iam', 'DeleteUser', { userName: 'bo' }, 'resource.removed', `aws:${ACCOUNT}/eu-west-1/iam/bo`],
  ])('%s %s is about what it names', (service, name, ask, type, resource) => {
    expect(eventsOf(call(service, name, ask))).toMatchObject([{ type, resource }]);
  });

  it('that publishes a function is an artifact, one that moves an alias a deployment there', () => {
    const published = call(
      'lambda',
      'PublishVersion20150331',
      { functionName: 'tide-table' },
      { version: '15' },
    );
    expect(eventsOf(published)).toMatchObject([{ type: 'artifact.published', version: '15' }]);
    const moved = call(
      'lambda',
      'UpdateAlias20150331',
      { functionName: 'tide-table', name: 'live' },
      { functionVersion: '15' },
    );
    expect(eventsOf(moved, { environments: { live: 'production' } })).toMatchObject([
      { type: 'deployment.finished', service: 'tide-table', environment: 'production', version: '15' },
    ]);
  });

  it('that started a deployment tells who and which commit; both tellings are one event', () => {
    const sha = '9f1e2d3c4b5a69788796a5b4c3d2e1f009182736';
    const revision = {
      revisionType: 'GitHub',
      gitHubLocation: { repository: 'harbour/berth-planner', commitId: sha },
    };
    const ask = { applicationName: 'berth-planner', deploymentGroupName: 'Production', revision };
    const [byCall] = eventsOf(call('codedeploy', 'CreateDeployment', ask, { deploymentId: 'd-7QH4ZK1N2' }));
    const [byState] = eventsOf(bodyOf('codedeploy-deployment', { detail: { state: 'START' } }));
    expect(byState?.id).toBe(byCall?.id);
    expect(byCall).toMatchObject({ repo: 'github.com/harbour/berth-planner', sha, service: 'berth-planner' });
  });
});

describe('an alarm', () => {
  it('is one incident from its beginning to its end, and another one the next time', () => {
    const rang = (bodyOf('cloudwatch-alarm').detail as { state: object }).state;
    const ok = { value: 'OK', timestamp: '2026-03-02T09:40:00.000+0000' };
    const [opened] = eventsOf(bodyOf('cloudwatch-alarm'));
    const [resolved] = eventsOf(bodyOf('cloudwatch-alarm', { detail: { state: ok, previousState: rang } }));
    expect(opened).toMatchObject({
      type: 'incident.opened',
      incident: expect.stringContaining('2026-03-02T09:25:12'),
    });
    expect(resolved).toMatchObject({
      type: 'incident.resolved',
      incident: (opened as { incident: string }).incident,
    });
  });
});

describe('what is not understood', () => {
  it.each([
    [notice('Some New Thing', {}), 'Nothing is derived from the event "Some New Thing".'],
    [notice('EC2 Instance State-change Notification', {}, { time: null }), 'does not say when it happened'],
    [
      notice('EC2 Instance State-change Notification', { state: 'odd' }, { resources: null }),
      'names neither an instance',
    ],
    [call('ec2', 'DescribeInstances', {}), 'only reads'],
    [{ Records: [{ eventSource: 'aws:s3', s3: {} }] }, 'Nothing is derived from records of aws:s3.'],
    [{ hello: 1 }, 'has no shape in which AWS'],
  ])('is ignored with a reason: %#', (body, reason) => {
    expect(outcomeOf(body)).toEqual({ outcome: 'ignored', reason: expect.stringContaining(reason) });
  });

  it('is rejected when it is cut off', () => {
    const { body } = requestOf(readSample('aws', 'ecr-push'));
    expect(interpretRequest(aws, { headers: {}, body: body.subarray(0, 60) }).outcome).toBe('rejected');
  });

  it('does not mind envelopes in envelopes without end', () => {
    let body: object = { Records: [{ body: '{}' }] };
    for (let i = 0; i < 50; i += 1) body = { Records: [body] };
    expect(outcomeOf(body)).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringContaining('nested deeper'),
    });
  });

  it('has keys that stay the same when it is sent again', () => {
    const keyOf = (body: object, headers = {}) => aws.deliveryKey?.(requestOf({ headers, body }));
    expect(keyOf(bodyOf('ecr-push'))).toBe('8d1f4c9a-5b27-4e63-9a70-c2f18e6b0d34');
    expect(keyOf(trailRecord())).toBe('b7c8d9e0-1f2a-4b3c-8d4e-5f6a7b8c9d0e');
    expect(keyOf(bodyOf('sns-alarm'))).toBe('2f3e4d5c-6b7a-5899-a8b7-c6d5e4f3a2b1');
  });
});
