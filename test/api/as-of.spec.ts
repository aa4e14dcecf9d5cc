import { setTimeout as sleep } from 'node:timers/promises';
import { rebuild } from '../../src/projections/rebuild.js';
import { committed, deployed } from '../metrics/story.js';
import { startApp, type TestApp } from '../support/app.js';
import { record } from '../support/read-models.js';

const QUESTION = `query ($asOf: DateTime) {
  leadTime(filter: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", asOf: $asOf }, bucket: DAY) {
    asOf n population mean p50 buckets { n } histogram { n } evidence(first: 500) { totalCount nodes { id } }
  }
  scrapRate(filter: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", asOf: $asOf }) { asOf n }
}`;

interface Answer {
  readonly leadTime: {
    readonly asOf: string;
    readonly n: number;
    readonly population: number;
    readonly buckets: readonly { n: number }[];
    readonly histogram: readonly { n: number }[];
    readonly evidence: { readonly totalCount: number; readonly nodes: readonly unknown[] };
  };
  readonly scrapRate: { readonly asOf: string; readonly n: number };
}

const sum = (parts: readonly { n: number }[]): number => parts.reduce((total, { n }) => total + n, 0);

/** Commits one to thirty, each deployed half an hour later, one recording each. */
const history = Array.from({ length: 30 }, (_, i) => {
  const at = (minutes: number) =>
    new Date(Date.UTC(2026, 0, 5 + Math.floor(i / 10), i % 10, minutes)).toISOString();
  return [committed(i + 1, at(0)), deployed(`v${i + 1}`, at(30), i + 1)];
});

describe('while events arrive', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const ask = async (asOf?: string): Promise<Answer> => {
    const answer = await app.graphql<Answer>(QUESTION, { asOf });
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };

  it('every part of an answer stands on the same events, and the answer can be had again', async () => {
    const answers: Answer[] = [];
    let telling = true;
    const tell = async () => {
      for (const events of history) {
        await record(app.pool, events);
        await app.runtime.projector.projectPending();
      }
      telling = false;
    };
    const listen = async () => {
      while (telling) {
        answers.push(await ask());
        await sleep(20);
      }
    };
    const rebuildNow = async () => {
      await rebuild(app.pool);
      await rebuild(app.pool);
    };
    await Promise.all([tell(), listen(), listen(), rebuildNow()]);
    answers.push(await ask());

    for (const { leadTime, scrapRate } of answers) {
      expect(sum(leadTime.buckets)).toBe(leadTime.n);
      expect(sum(leadTime.histogram)).toBe(leadTime.n);
      expect(leadTime.evidence.totalCount).toBe(leadTime.n);
      expect(leadTime.evidence.nodes).toHaveLength(leadTime.n);
      expect(scrapRate.asOf).toBe(leadTime.asOf);
      // Each recording brings a commit together with its deployment.
      expect(scrapRate.n).toBe(leadTime.population);
    }
    expect(answers.at(-1)!.leadTime.n).toBe(history.length);
    const moving = new Set(answers.map(({ leadTime }) => leadTime.n));
    expect(moving.size).toBeGreaterThan(3);
    for (const answer of answers.filter((_, i) => i % Math.ceil(answers.length / 8) === 0)) {
      expect(await ask(answer.leadTime.asOf)).toEqual(answer);
    }
  }, 120_000);
});
