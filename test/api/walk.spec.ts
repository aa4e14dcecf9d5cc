import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfiguredSources } from '../../src/access/configured-sources.js';
import { importPeopleFile } from '../../src/access/people-import.js';
import { loadKey } from '../../src/access/seal.js';
import { verifyBundle } from '../../src/ledger/bundle.js';
import { startApp, type TestApp } from '../support/app.js';
import { requestOf } from '../support/samples.js';
import { runCli } from '../support/server-process.js';
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

/** A deployment, as the audit trail answers for it. */
interface Answered {
  readonly id: string;
  readonly version: string;
  readonly evidence: readonly string[];
  readonly findings: readonly { policy: string; verdict: string; evidence: readonly string[] }[];
}

const SOMEBODY = 'id confidence bot resolved person { id }';
const FOUR_QUESTIONS = `{ auditTrail(filter: { kinds: [DEPLOYMENT], services: ["carillon"] }) { nodes {
  id at version
  initiator { ${SOMEBODY} } actor { ${SOMEBODY} } approvals { decision by { resolved person { id } } event }
  service environment hosts
  title outcome repo commit digest tickets verifications { suite outcome } evidence
  findings { policy verdict sentence evidence }
} } }`;

const asJson = (line: string): { id: string; source: string } => JSON.parse(line);

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

  it('answers the four questions by one query', async () => {
    await app.runtime.policies.evaluatePending();
    const { data, errors } = await app.graphql<{ auditTrail: { nodes: Answered[] } }>(FOUR_QUESTIONS);
    expect(errors).toBeUndefined();
    const [deployment, ...others] = data.auditTrail.nodes.filter(({ version }) => version === '2.4.1');
    expect(others).toEqual([]);
    // Who made it, and were they authorized?
    expect(deployment).toMatchObject({
      initiator: { resolved: true, confidence: 'asserted', person: { id: 'ada' } },
      actor: { id: 'rundeck:st2', confidence: 'bot' },
      approvals: expect.arrayContaining([
        expect.objectContaining({ by: { resolved: true, person: { id: 'bo' } } }),
      ]),
    });
    // Where was it applied?
    expect(deployment).toMatchObject({ service: 'carillon', environment: 'production', hosts: HOSTS });
    // What was it?
    expect(deployment).toMatchObject({
      outcome: 'success',
      repo: REPO,
      commit: expect.stringMatching(/^7e4030af/),
      tickets: ['BELL-7'],
    });
    expect(deployment!.evidence.length).toBeGreaterThan(0);
    // And is it acceptable?
    const verdicts = new Map(deployment!.findings.map(({ policy, verdict }) => [policy, verdict]));
    expect(verdicts.get('approved-before-production')).toBe('PASS');
    expect(verdicts.get('ticket-linked')).toBe('PASS');
    expect(verdicts.get('protection-overridden')).toBe('PASS');
    // Ada wrote it and typed the command that deployed it: the control does not let that pass.
    expect(verdicts.get('segregation-of-duties')).toBe('FAIL');
    for (const { evidence, verdict } of deployment!.findings) {
      if (verdict === 'PASS') expect(evidence).not.toEqual([]);
    }
  });

  it('leaves an evidence pack that verifies with no database and no network', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-walk-'));
    const { data } = await app.graphql<{ auditTrail: { nodes: Answered[] } }>(FOUR_QUESTIONS);
    const { id } = data.auditTrail.nodes.find(({ version }) => version === '2.4.1')!;
    const { databaseUrl, config } = app.runtime;
    const packed = await runCli(folder, ['audit', 'pack', id, '--out', 'evidence'], {
      DATABASE_URL: databaseUrl,
      THROUGHLINE_DATA_DIR: config.dataDir,
    });
    expect(packed).toMatchObject({ code: 0, stderr: '' });
    const read = (name: string): Promise<string> => readFile(join(folder, 'evidence', name), 'utf8');
    const events = (await read('events.ndjson')).trimEnd().split('\n').map(asJson);
    expect(new Set(events.map(({ source }) => source)).size).toBeGreaterThanOrEqual(6);

    const vkey = await app.runtime.ledger.vkey();
    for (const [i, event] of events.entries()) {
      const shown = verifyBundle(await read(`proof-${i + 1}.json`), { vkey });
      expect(shown).toMatchObject({ eventId: event.id, isErased: false });
    }
    const nowhere = {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      THROUGHLINE_DATA_DIR: '/nonexistent',
    };
    const proof = ['ledger', 'verify', 'evidence/proof-1.json', '--vkey', vkey];
    expect(await runCli(folder, proof, nowhere)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Event ${events[0]!.id} is leaf `),
    });
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

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
