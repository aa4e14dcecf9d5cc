import type { DeliveryEvent } from '../vocabulary.js';
import { readMessage, rules } from './reading.js';
import type { Reading } from './rule.js';

const ARTIFACT = 'pkg:oci/myapp@sha256%3A0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427';
const SHA = '527d4a1aca5e8d0df24813df5ad65d049fc8d312';

const bare = (type: string, content: object = {}, subject: object = {}, context: object = {}) => ({
  context: {
    specversion: '0.5.1',
    id: 'context-1',
    source: '/staging/tekton',
    type: `dev.cdevents.${type}.0.2.0`,
    timestamp: '2026-03-02T10:15:00.315384Z',
    ...context,
  },
  subject: { id: 'subject-1', content, ...subject },
});

const eventsOf = (reading: Reading): readonly DeliveryEvent[] => {
  if ('events' in reading) return reading.events;
  throw new Error(`Expected events, got ${JSON.stringify(reading)}`);
};
const eventOf = (message: unknown): DeliveryEvent => eventsOf(readMessage(message))[0]!;

const environment = { id: 'production' };
const repository = { id: 'octo/hello', source: 'https://github.com' };

/** Every event type of the specification, from 0.1 to the draft of 0.6, and what becomes of it. */
const SPECIFICATION: readonly [type: string, content: object, events: readonly string[]][] = [
  ['pipelinerun.queued', {}, ['execution.started']],
  [
    'pipelinerun.started',
    { pipelineName: 'nightly', uri: 'https://ci.example.org/1' },
    ['execution.started'],
  ],
  ['pipelinerun.finished', { outcome: 'success' }, ['execution.finished']],
  ['taskrun.started', {}, ['execution.started']],
  ['taskrun.finished', { outcome: 'cancel' }, ['execution.finished']],
  ['repository.created', { name: 'hello', uri: 'https://github.com/octo/hello' }, []],
  ['repository.modified', {}, []],
  ['repository.deleted', {}, []],
  ['branch.created', { repository }, []],
  ['branch.deleted', { repository }, []],
  ['change.created', { repository, description: 'Fix the till' }, ['change.opened']],
  ['change.reviewed', { repository }, ['change.reviewed']],
  ['change.merged', { repository }, ['change.merged']],
  ['change.abandoned', { repository }, ['change.abandoned']],
  ['change.updated', { repository }, ['change.updated']],
  ['build.queued', {}, []],
  ['build.started', {}, []],
  ['build.finished', { artifactId: ARTIFACT }, ['build.finished']],
  ['testcase.queued', {}, []],
  ['testcase.started', {}, []],
  ['testcase.finished', {}, []],
  ['testsuite.started', {}, []],
  ['testsuite.finished', {}, []],
  ['testcaserun.queued', { environment }, []],
  ['testcaserun.started', { environment }, []],
  ['testcaserun.skipped', { environment }, []],
  ['testcaserun.finished', { environment, outcome: 'fail' }, ['verification.finished']],
  ['testsuiterun.queued', { environment }, []],
  ['testsuiterun.started', { environment }, []],
  ['testsuiterun.finished', { environment, outcome: 'success' }, ['verification.finished']],
  ['testoutput.published', { outputType: 'log', format: 'text/plain' }, []],
  ['artifact.packaged', { change: { id: SHA, source: 'github.com/octo/hello' } }, ['artifact.published']],
  ['artifact.signed', { signature: 'MEYC' }, []],
  ['artifact.published', {}, ['artifact.published']],
  ['artifact.downloaded', {}, []],
  ['artifact.deleted', {}, []],
  ['environment.created', {}, ['resource.created']],
  ['environment.modified', {}, ['resource.changed']],
  ['environment.deleted', {}, ['resource.removed']],
  ['service.deployed', { environment, artifactId: ARTIFACT }, ['deployment.finished']],
  ['service.upgraded', { environment, artifactId: ARTIFACT }, ['deployment.finished']],
  ['service.rolledback', { environment, artifactId: ARTIFACT }, ['deployment.finished']],
  ['service.removed', { environment }, ['deployment.finished']],
  ['service.published', { environment }, []],
  ['incident.detected', { environment, service: { id: 'checkout' } }, ['incident.opened']],
  ['incident.reported', { environment, ticketURI: 'https://t.example.org/1' }, ['incident.opened']],
  ['incident.resolved', { environment }, ['incident.resolved']],
  ['ticket.created', { summary: 'A bug', creator: 'Alice', uri: '/t/1' }, ['item.created']],
  ['ticket.updated', { uri: '/t/1', assignees: ['Bob'] }, ['item.assigned']],
  ['ticket.closed', { uri: '/t/1', resolution: 'completed' }, ['item.closed']],
  ['approval.created', { requestor: 'urn:user:alice' }, ['approval.requested']],
  ['approval.updated', { responder: 'urn:user:bob', decision: 'approved' }, ['approval.decided']],
  ['approval.closed', { responder: 'urn:user:bob', status: 'expired' }, ['approval.decided']],
];

describe('every type of the CDEvents specification', () => {
  it.each(SPECIFICATION)('%s is understood, or ignored with a reason', (type, content, expected) => {
    const reading = readMessage(bare(type, content));
    if (expected.length > 0) expect(eventsOf(reading).map((event) => event.type)).toEqual(expected);
    else expect(reading).toEqual({ ignored: expect.stringMatching(/\w.+\.$/) });
  });

  it('is in the table above', () => {
    expect([...rules.keys()].sort()).toEqual(SPECIFICATION.map(([type]) => type).sort());
  });

  it.each(['0.1.0', '0.3.0', '0.6.0-draft', '1.0.0'])(
    'is known by subject and predicate in version %s too',
    (version) => {
      const type = `dev.cdevents.pipelinerun.started.${version}`;
      expect(eventOf(bare('', {}, {}, { type })).type).toBe('execution.started');
    },
  );

  it('ignores a type of the future, and a custom event of another tool, by name', () => {
    expect(readMessage(bare('feature.enabled'))).toEqual({
      ignored: expect.stringContaining('feature.enabled'),
    });
    expect(readMessage(bare('', {}, {}, { type: 'dev.cdeventsx.mytool-resource.created.0.1.0' }))).toEqual({
      ignored: expect.stringContaining('mytool-resource.created'),
    });
  });
});

describe('what a CDEvent tells', () => {
  it('a deployment: service, environment, artifact and, from its package URL, the commit', () => {
    const artifactId = `pkg:generic/hello@1.2?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Focto%2Fhello.git%40${SHA}`;
    expect(
      eventOf(bare('service.rolledback', { environment, artifactId }, { id: 'checkout' })),
    ).toMatchObject({
      service: 'checkout',
      environment: 'production',
      outcome: 'success',
      kind: 'rollback',
      artifact: artifactId,
      repo: 'github.com/octo/hello',
      sha: SHA,
      version: '1.2',
      at: '2026-03-02T10:15:00.315Z',
      source: '/staging/tekton',
    });
  });

  it('two deployments of one service in the same instant are two', () => {
    const content = { environment, artifactId: ARTIFACT };
    const first = eventOf(bare('service.deployed', content));
    const second = eventOf(bare('service.deployed', content, {}, { id: 'context-2' }));
    expect(second.id).not.toBe(first.id);
  });

  it('a build that names no artifact may have failed, so its outcome is not made up', () => {
    expect(readMessage(bare('build.finished'))).toHaveProperty('ignored');
  });

  it('a merged change that is called by its commit', () => {
    expect(eventOf(bare('change.merged', { repository }, { id: SHA }))).toMatchObject({
      repo: 'github.com/octo/hello',
      mergeSha: SHA,
    });
  });

  it('that a run was queued and that it started is one fact, dated by the start', () => {
    const [queued, started] = ['pipelinerun.queued', 'pipelinerun.started'].map((type) =>
      eventOf(bare(type)),
    );
    expect(started!.id).toBe(queued!.id);
    expect(started!.revision).toBeGreaterThan(queued!.revision!);
  });

  it('that an incident was detected and reported is one fact, dated by the detection', () => {
    const [reported, detected] = ['incident.reported', 'incident.detected'].map((type) =>
      eventOf(bare(type, { environment })),
    );
    expect(detected!.id).toBe(reported!.id);
    expect(detected!.revision).toBeGreaterThan(reported!.revision!);
  });

  it('a new ticket that somebody already holds: created, and assigned', () => {
    const content = {
      summary: 'A bug',
      creator: 'Alice',
      assignees: ['Bob'],
      group: 'security',
      uri: '/t/1',
    };
    expect(eventsOf(readMessage(bare('ticket.created', content)))).toMatchObject([
      { type: 'item.created', title: 'A bug', actor: { id: 'cdevents:Alice', confidence: 'asserted' } },
      { type: 'item.assigned', person: 'cdevents:Bob', team: 'security' },
    ]);
  });

  it('a decision, told when it is made and again when the approval is closed, is one decision', () => {
    const content = { responder: 'urn:user:bob', decision: 'approved' };
    const updated = eventOf(bare('approval.updated', content));
    const closed = eventOf(bare('approval.closed', { ...content, status: 'approved' }));
    expect(updated).toMatchObject({ decision: 'granted', actor: { id: 'urn:user:bob' } });
    expect(closed.id).toBe(updated.id);
  });

  it('runs of the same name in two places are two runs', () => {
    const here = eventOf(bare('pipelinerun.started', {}, { id: '167', source: 'job/a' }));
    const there = eventOf(bare('pipelinerun.started', {}, { id: '167', source: 'job/b' }));
    expect(here).toMatchObject({ execution: 'job/a#167' });
    expect(there.id).not.toBe(here.id);
  });

  it('the same fact in a second message with another context is the same event', () => {
    const again = bare(
      'change.merged',
      { repository },
      {},
      { id: 'context-2', timestamp: '2026-03-02T10:15:01Z' },
    );
    expect(eventOf(again).id).toBe(eventOf(bare('change.merged', { repository })).id);
  });
});

describe('an event of ours', () => {
  const around = { specversion: '1.0', id: 'e-1', source: '/workshop', time: '2026-03-02T10:15:00Z' };
  const offered = { item: 'ABC-1', from: 'team/dev', to: 'team/ops' };

  it('as the data of a CloudEvent may leave to the envelope what that already says', () => {
    const message = { ...around, type: 'dev.throughline.handoff.offered', data: offered };
    expect(eventOf(message)).toMatchObject({
      ...offered,
      type: 'handoff.offered',
      source: '/workshop',
      at: '2026-03-02T10:15:00.000Z',
    });
    expect(eventOf(message).id).toBe(eventOf(message).id);
  });

  it('as the content of a custom CDEvent', () => {
    const message = bare('', offered, {}, { type: 'dev.cdeventsx.throughline-handoff.offered.0.1.0' });
    expect(eventOf(message)).toMatchObject({ ...offered, type: 'handoff.offered' });
  });

  it('is refused with the path of what is wrong', () => {
    const data = { ...offered, item: 7 };
    expect(readMessage({ ...around, type: 'dev.throughline.handoff.offered', data })).toMatchObject({
      flaws: [{ path: ['data', 'item'] }],
    });
    const mistaken = { ...offered, type: 'handoff.accepted' };
    expect(readMessage({ ...around, type: 'dev.throughline.handoff.offered', data: mistaken })).toMatchObject(
      {
        flaws: [{ path: ['data', 'type'] }],
      },
    );
    expect(
      readMessage({ ...around, time: null, type: 'dev.throughline.handoff.offered', data: offered }),
    ).toMatchObject({
      flaws: [{ path: ['data', 'at'] }],
    });
  });

  it('is ignored when the vocabulary has no such event', () => {
    expect(readMessage({ ...around, type: 'dev.throughline.handoff.dreamt', data: {} })).toEqual({
      ignored: 'Throughline has no event "handoff.dreamt".',
    });
  });
});

describe('a CloudEvent', () => {
  const wrapped = (more: object) => ({
    specversion: '1.0',
    id: 'context-1',
    source: '/staging/tekton',
    type: 'dev.cdevents.ticket.closed.0.2.0',
    ...more,
  });
  const closed = bare('ticket.closed', { uri: '/t/1', resolution: 'completed' });

  it.each([
    ['as JSON', { data: closed }],
    ['as JSON inside a text', { data: JSON.stringify(closed) }],
    ['in base64', { data_base64: Buffer.from(JSON.stringify(closed)).toString('base64') }],
  ])('may carry its data %s', (_, data) => {
    expect(eventOf(wrapped(data)).type).toBe('item.closed');
  });

  it('says by authcontext who caused the event', () => {
    const message = wrapped({ data: closed, authtype: 'user', authid: 'github:octocat' });
    expect(eventOf(message).actor).toEqual({ id: 'github:octocat', kind: 'human', confidence: 'asserted' });
  });

  it('may have extensions, odd names and all, and no time', () => {
    expect(eventOf(wrapped({ data: closed, 'X-Odd_Extension': 1, time: null })).type).toBe('item.closed');
  });

  it.each([
    ['another specversion', { data: closed, specversion: '0.3' }, ['specversion']],
    ['no id', { data: closed, id: undefined }, ['id']],
    ['no data', {}, ['data']],
    ['data that is no JSON', { data: 'hello' }, ['data']],
    ['a CDEvent without context', { data: { subject: {} } }, ['data', 'context']],
    [
      'a time that is none',
      { data: { ...closed, context: { ...closed.context, timestamp: 'now' } } },
      ['data', 'context', 'timestamp'],
    ],
  ])('with %s is refused with its path', (_, more, path) => {
    const reading = readMessage(wrapped(more));
    expect('flaws' in reading && reading.flaws[0]?.path).toEqual(path);
  });

  it('of a type that we do not know is ignored by name', () => {
    expect(readMessage({ ...wrapped({}), type: 'com.example.someevent' })).toEqual({
      ignored: expect.stringContaining('com.example.someevent'),
    });
  });

  it.each([null, 1, 'text', [], {}, { context: null, subject: 3 }])(
    '%p is refused, not thrown at',
    (value) => {
      expect(readMessage(value)).toHaveProperty('flaws');
    },
  );
});
