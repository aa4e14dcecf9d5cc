import { pulledBy, serveApi, type TestApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Setting } from '../source.js';
import { circleci } from './index.js';
import { pull } from './pull.js';
import type { CircleciSettings } from './settings.js';

const setting = settingOf(circleci, 'circle', { projects: ['gh/bakery/till'] }) as Setting<CircleciSettings>;

const pipelineOf = (number: number) => ({
  id: `pipeline-${number}`,
  number,
  state: 'created',
  errors: [],
  created_at: `2026-03-${String(number).padStart(2, '0')}T09:00:00Z`,
  trigger: { type: 'webhook', actor: { login: 'anna-b' } },
  project_slug: 'gh/bakery/till',
});

/** Newest first, two a page, as the API has them. */
const answerWith = (pipelines: readonly number[]) => (url: URL) => {
  const start = Number(url.searchParams.get('page-token') ?? 0);
  const id = url.pathname.split('/')[4]!;
  if (url.pathname.endsWith('/workflow'))
    return {
      body: {
        items: [
          {
            id: `workflow-of-${id}`,
            pipeline_id: id,
            status: 'success',
            created_at: '2026-03-02T09:00:01Z',
            stopped_at: '2026-03-02T09:05:00Z',
          },
        ],
        next_page_token: null,
      },
    };
  if (url.pathname.endsWith('/job'))
    return {
      body: {
        items: [
          {
            id: `job-of-${id}`,
            name: 'test',
            status: 'success',
            started_at: '2026-03-02T09:00:02Z',
            stopped_at: '2026-03-02T09:04:00Z',
          },
        ],
        next_page_token: null,
      },
    };
  const items = pipelines.slice(start, start + 2).map(pipelineOf);
  return { body: { items, next_page_token: start + 2 < pipelines.length ? String(start + 2) : null } };
};

const namesOf = (pulled: readonly { request: { body: Buffer } }[]): string[] =>
  pulled.map(({ request }) => (JSON.parse(request.body.toString()) as { id: string }).id);

describe('reading what CircleCI keeps', () => {
  let api: TestApi;
  let pipelines: number[];

  beforeEach(async () => {
    pipelines = [5, 4, 3, 2, 1];
    api = await serveApi((url) => answerWith(pipelines)(url));
  });
  afterEach(() => api.stop());

  it('goes through all pages, and each record is understood', async () => {
    const pulled = await pulledBy(pull.read(undefined, api.client, setting));
    expect(namesOf(pulled).filter((id) => id.startsWith('pipeline'))).toEqual(
      [5, 4, 3, 2, 1].map((number) => `pipeline-${number}`),
    );
    expect(pulled).toHaveLength(15);
    for (const { request } of pulled)
      expect(interpretRequest(circleci, request, setting).outcome).toBe('accepted');
  });

  it('reads only what is new, and what may have still been running', async () => {
    const before = await pulledBy(pull.read(undefined, api.client, setting));
    pipelines.unshift(7);
    const after = await pulledBy(pull.read(before.at(-1)!.cursor, api.client, setting));
    expect(namesOf(after).filter((id) => id.startsWith('pipeline'))).toEqual([
      'pipeline-7',
      'pipeline-5',
      'pipeline-4',
    ]);
  });

  it.each([1, 6, 7, 12, 14])(
    'misses nothing when it is cut off after %i records and pages move',
    async (cut) => {
      const first = await pulledBy(pull.read(undefined, api.client, setting), cut);
      pipelines.unshift(6);
      const rest = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
      const seen = new Set([...namesOf(first), ...namesOf(rest)].filter((id) => id.startsWith('job')));
      expect(seen.size).toBe(6);
    },
  );
});
