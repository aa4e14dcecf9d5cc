import type { Actor, DeliveryEvent } from '../events/vocabulary.js';
import { initiatorsIn } from './initiator.js';

const ann: Actor = { id: 'slack:ann', kind: 'human', confidence: 'authenticated' };
const bob: Actor = { id: 'rundeck:bob', kind: 'human', confidence: 'authenticated' };
const robot: Actor = { id: 'stackstorm:stanley', kind: 'bot', confidence: 'bot' };

const run = (execution: string, more: object = {}): DeliveryEvent => ({
  type: 'execution.started',
  id: execution,
  at: '2026-03-02T09:00:00.000Z',
  source: 'test',
  execution,
  actor: robot,
  ...more,
});
const deployed = (...links: string[]): DeliveryEvent => ({
  type: 'deployment.finished',
  id: 'deployed',
  at: '2026-03-02T09:05:00.000Z',
  source: 'test',
  service: 'till',
  environment: 'production',
  deployment: 'd1',
  outcome: 'success',
  kind: 'deploy',
  actor: robot,
  links: links.map((execution) => `execution:${execution}`),
});

const initiatorOf = (event: DeliveryEvent, ...story: DeliveryEvent[]): string | undefined =>
  initiatorsIn([event, ...story])(event)?.id;

describe('the human who started what happened', () => {
  it('is found upwards, through runs that bots set off', () => {
    const story = [run('job', { links: ['execution:workflow'] }), run('workflow', { parent: 'command' })];
    expect(initiatorOf(deployed('job'), ...story, run('command', { initiator: ann }))).toBe('slack:ann');
  });

  it('is whoever it says itself', () => {
    expect(initiatorOf({ ...deployed('job'), actor: bob }, run('job', { initiator: ann }))).toBe(
      'rundeck:bob',
    );
  });

  it('is nobody where only bots are known, also when they set each other off in a circle', () => {
    const circle = [run('a', { links: ['execution:b'] }), run('b', { links: ['execution:a'] })];
    expect(initiatorOf(deployed('a'), ...circle)).toBeUndefined();
    expect(initiatorOf(deployed('nobody told us'))).toBeUndefined();
  });

  it('is never somebody further down, such as who answered a question of the same workflow', () => {
    const workflow = run('workflow', { links: ['execution:question'] });
    const question = run('question', { parent: 'workflow', actor: bob });
    expect(initiatorOf(deployed('workflow'), workflow, question)).toBeUndefined();
  });
});
