import { readdirSync, readFileSync } from 'node:fs';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest } from '../interpret.js';
import type { RawRequest } from '../source.js';
import { cdevents } from './index.js';

const folder = new URL('./samples/', import.meta.url);
const requestOf = (name: string): RawRequest => {
  const { headers, body } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  return { headers, body: Buffer.from(JSON.stringify(body)) };
};
const storyOf = (name: string) => interpretRequest(cdevents, requestOf(name));

const eventsOf = (name: string): DeliveryEvent[] => {
  const outcome = storyOf(name);
  if (outcome.outcome === 'accepted') return outcome.events;
  throw new Error(`${name} is ${outcome.outcome}: ${outcome.reason}`);
};

describe('CDEvents by webhook', () => {
  it('tell the story of one change, bare or wrapped in either mode', () => {
    const story = [
      'change-created',
      'change-merged',
      'artifact-packaged',
      'pipelinerun-finished-wrapped',
      'approval-closed',
      'service-deployed',
      'incident-detected-wrapped-binary',
      'service-rolledback',
      'incident-resolved',
      'ticket-created',
      'handoff-returned',
      'ticket-closed',
    ].flatMap(eventsOf);
    expect(story).toMatchObject([
      {
        type: 'change.opened',
        repo: 'git.bakery.example/till/till-app',
        change: '41',
        title: 'Round the change to five cents',
      },
      { type: 'change.merged', repo: 'git.bakery.example/till/till-app', change: '41' },
      {
        type: 'artifact.published',
        repo: 'git.bakery.example/till/till-app',
        sha: '7c1e4f0b9a2d8e6f5c3b1a0d9e8f7c6b5a4d3e2f',
      },
      { type: 'execution.finished', outcome: 'success', action: 'till-app' },
      { type: 'approval.decided', decision: 'granted' },
      { type: 'deployment.finished', kind: 'deploy', service: 'till', environment: 'production' },
      { type: 'incident.opened', incident: 'inc-77', service: 'till' },
      { type: 'deployment.finished', kind: 'rollback', service: 'till' },
      { type: 'incident.resolved', incident: 'inc-77', service: 'till' },
      { type: 'item.created', item: 'TILL-19', actor: { id: 'mailto:ann@bakery.example' } },
      { type: 'item.assigned', item: 'TILL-19', person: 'cdevents:Bo', team: 'team-till' },
      { type: 'handoff.returned', item: 'TILL-19', reason: 'No note on how to roll it back' },
      { type: 'item.closed', item: 'TILL-19', resolution: 'completed' },
    ]);
  });

  it('tell one publication of an artifact, by its packaging (with the commit) and by its publication', () => {
    expect(eventsOf('artifact-packaged')[0]?.id).toBe(eventsOf('artifact-published')[0]?.id);
  });

  it('of an older version are read by its words', () => {
    expect(storyOf('testsuiterun-finished-of-version-0-3')).toMatchObject({
      events: [{ type: 'verification.finished', suite: 'Refunds', outcome: 'failure' }],
    });
  });

  it('are all understood', () => {
    for (const file of readdirSync(folder)) {
      const { outcome } = storyOf(file.replace('.json', ''));
      expect(outcome).toBe(file === 'repository-created.json' ? 'ignored' : 'accepted');
    }
  });
});
