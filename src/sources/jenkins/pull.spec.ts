import { pulledBy, serveApi, type TestApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Setting } from '../source.js';
import { jenkins } from './index.js';
import type { JenkinsSettings } from './parts.js';
import { pull } from './pull.js';

const setting = settingOf(jenkins, 'ci', {
  jobs: ['shop/till', 'a b'],
  overlapHours: 0,
}) as Setting<JenkinsSettings>;
const START = Date.parse('2026-03-02T00:00:00Z');

describe('reading what Jenkins keeps', () => {
  let api: TestApi;
  let newest: number;

  beforeEach(async () => {
    newest = 250;
    api = await serveApi((url) => {
      const [, from, to] = /\{(\d+),(\d+)\}$/.exec(url.searchParams.get('tree') ?? '')!.map(Number);
      const count = url.pathname.includes('till') ? newest : 1;
      const builds = Array.from({ length: count }, (_, i) => {
        const number = count - i;
        const address = `http://ci${url.pathname.replace('/api/json', '')}/${number}/`;
        return {
          number,
          url: address,
          timestamp: START + number * 60_000,
          duration: 1_000,
          result: 'SUCCESS',
          actions: [],
        };
      });
      return { body: { allBuilds: builds.slice(from, to) } };
    });
  });
  afterEach(() => api.stop());

  const numbers = (pulled: readonly { request: { body: Buffer } }[]): Set<number> =>
    new Set(pulled.map(({ request }) => (JSON.parse(request.body.toString()) as { number: number }).number));

  it('reads all builds of all jobs, and each is understood', async () => {
    const pulled = await pulledBy(pull.read(undefined, api.client, setting));
    expect(pulled).toHaveLength(251);
    const outcome = interpretRequest(jenkins, pulled.at(-1)!.request, setting);
    expect(outcome).toMatchObject({ outcome: 'accepted', events: [{ execution: 'jenkins:ci/a b/1' }, {}] });
  });

  it.each([1, 99, 100, 101, 250, 251])(
    'misses nothing when it is cut off after %i and new ones push the pages',
    async (cut) => {
      const first = await pulledBy(pull.read(undefined, api.client, setting), cut);
      newest = 260;
      const rest = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
      expect(numbers([...first, ...rest]).size).toBe(260);
    },
  );

  it('asks for one page when little is new', async () => {
    const all = await pulledBy(pull.read(undefined, api.client, setting));
    newest = 252;
    api.asked.length = 0;
    const fresh = await pulledBy(pull.read(all.at(-1)!.cursor, api.client, setting));
    expect(numbers(fresh)).toEqual(new Set([252, 251, 250, 1]));
    expect(api.asked).toHaveLength(2);
  });
});
