import { randomUUID } from 'node:crypto';
import { ConfiguredSources } from '../../src/access/configured-sources.js';
import { importPeopleFile } from '../../src/access/people-import.js';
import { loadKey } from '../../src/access/seal.js';
import { startApp, type TestApp } from '../support/app.js';
import { requestOf } from '../support/samples.js';
import { credentials, HOSTS, lonelyJob, people, REPO, settings, story, type Told } from './walk-story.js';

interface Someone {
  readonly id: string;
  readonly person: { readonly id: string } | null;
}

interface Step {
  readonly type: string;
  readonly source: string;
  readonly title: string;
  readonly actor: Someone | null;
  readonly initiator: Someone | null;
}

interface Walked {
  readonly change: {
    readonly title: string;
    readonly deliveries: readonly { service: string; environment: string; version: string }[];
    readonly scrap: readonly { rule: string }[];
    readonly leftOut: readonly string[];
    readonly timeline: readonly Step[];
  };
}

const QUESTION = `{ change(id: "${REPO}#13") {
  title deliveries { service environment version } scrap { rule } leftOut
  timeline { type source title actor { id person { id } } initiator { id person { id } } }
} }`;

describe('a change that goes through every system', () => {
  let app: TestApp;
  let secrets: Map<string, string>;
  beforeAll(async () => {
    app = await startApp();
    const configured = new ConfiguredSources(app.pool, await loadKey(app.runtime.config), app.runtime.clock);
    secrets = new Map();
    for (const source of new Set(story.map((one) => one.source))) {
      secrets.set(source, await app.addSource(source));
      if (settings[source]) await configured.configure(source, { settings: settings[source] });
    }
    await importPeople(app, people);
  });
  afterAll(() => app.close());

  const send = async ({ source, sample }: Told): Promise<void> => {
    const { headers, body } = requestOf(sample);
    const shown = credentials(source, body, { secret: secrets.get(source)!, now: new Date() });
    const fresh: Record<string, string> = source === 'github' ? { 'x-github-delivery': randomUUID() } : {};
    const response = await fetch(`${app.url}/hooks/${source}`, {
      method: 'POST',
      headers: { ...headers, ...fresh, ...shown },
      body: new Uint8Array(body),
    });
    expect({ source, status: response.status }).toEqual({ source, status: 202 });
  };

  const walked = async (): Promise<Walked['change']> => (await app.graphql<Walked>(QUESTION)).data.change;

  it('is told as one story, in whatever order its parts arrive, with the human who typed the command', async () => {
    for (const one of [...story].reverse()) await send(one);
    await app.settle();
    const { rows } = await app.pool.query(
      `select source, state, reason from throughline.inbox where state <> 'accepted'`,
    );
    expect(rows).toEqual([]);

    const { timeline, deliveries, scrap, leftOut } = await walked();
    expect(new Set(timeline.map(({ source }) => source))).toEqual(
      new Set(['docker', 'github', 'jira', 'newrelic', 'puppet', 'rundeck', 'slack', 'stackstorm']),
    );
    expect(leftOut).toEqual([]);
    expect(deliveries).toEqual([{ service: 'carillon', environment: 'production', version: '2.4.1' }]);
    expect(scrap.map(({ rule }) => rule)).toContain('ROLLED_BACK');

    const steps = timeline.map(({ type }) => type);
    for (const type of [
      ...[
        'item.created',
        'item.moved',
        'commit.recorded',
        'change.opened',
        'change.reviewed',
        'change.merged',
      ],
      ...[
        'build.finished',
        'artifact.published',
        'approval.decided',
        'execution.started',
        'execution.finished',
      ],
      ...['deployment.finished', 'resource.changed', 'incident.opened', 'incident.resolved'],
    ]) {
      expect(steps).toContain(type);
    }
    const told = timeline.map(({ title }) => title).join('\n');
    for (const host of HOSTS) expect(told).toContain(host);

    const deployment = timeline.find(
      ({ type, title }) => type === 'deployment.finished' && title.includes('2.4.1'),
    );
    expect(deployment?.actor?.id).toBe('rundeck:st2');
    expect(deployment?.initiator?.person?.id).toBe('ada');
    const command = timeline.find(({ source, type }) => source === 'slack' && type === 'execution.started');
    expect(command?.initiator?.person?.id).toBe('ada');
    const approval = timeline.find(({ type }) => type === 'approval.decided');
    expect(approval?.actor?.person?.id).toBe('bo');
  }, 120_000);

  it('leaves no doubt whether the jobs are complete: nobody told of what lies between them', async () => {
    const { data } = await app.graphql<{
      sources: {
        name: string;
        state: string;
        sequences: { stream: string; contiguousTo: number; last: number }[];
      }[];
    }>('{ sources { name state sequences { stream contiguousTo last } } }');
    const rundeck = data.sources.find(({ name }) => name === 'rundeck');
    expect(rundeck?.sequences).toEqual([{ stream: 'rundeck:rundeck', contiguousTo: 813, last: 813 }]);
    expect(data.sources.every(({ state }) => state === 'GREEN')).toBe(true);
  });

  it('leaves nothing unlinked but what truly is: a run for a ticket that nobody knows', async () => {
    await send(lonelyJob);
    await app.settle();
    const { data } = await app.graphql<{
      unlinkedEvents: { nodes: { event: { title: string; source: string }; reason: string }[] };
    }>('{ unlinkedEvents { nodes { event { title source } reason } pageInfo { hasNextPage } } }');
    expect(data.unlinkedEvents.nodes).toEqual([
      {
        event: { source: 'rundeck', title: expect.stringContaining('carillon/tidy') },
        reason: 'Nothing else is known of item:BELL-404.',
      },
    ]);
  });

  it('is the same story when everything is sent again', async () => {
    const before = await walked();
    for (const one of story) await send(one);
    await app.settle();
    expect(await walked()).toEqual(before);
  }, 120_000);
});

const importPeople = async (app: TestApp, text: string): Promise<void> => {
  const operator = { id: 'os:operator', kind: 'human', confidence: 'authenticated' } as const;
  const file = { name: 'people.yaml', source: { kind: 'people', text } } as const;
  await importPeopleFile(app.runtime, file, operator);
};
