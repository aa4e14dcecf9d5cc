import { readAll, type Spoken, withApi } from '../../../test/support/recorded-api.js';
import { interpretRequest } from '../interpret.js';
import { slack } from './index.js';
import { pull } from './pull.js';
import { slackSettings } from './settings.js';

const setting = { source: 'chat', settings: slackSettings.parse({}) };
const START = 1_772_442_000;

const entryOf = (n: number) => ({
  id: `a${n}`,
  date_create: START + n * 60,
  action: 'user_login',
  actor: { type: 'user', user: { id: 'U01ANN', name: 'Ann' } },
});

/** Newest first, two hundred a page, the cursor naming where the next page begins. */
const apiOf =
  (count: number) =>
  (url: URL): Spoken => {
    const oldest = Number(url.searchParams.get('oldest') ?? 0);
    const all = Array.from({ length: count }, (_, n) => entryOf(count - n)).filter(
      ({ date_create }) => date_create >= oldest,
    );
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next = from + 200 < all.length ? String(from + 200) : '';
    return { body: { entries: all.slice(from, from + 200), response_metadata: { next_cursor: next } } };
  };

const pullFrom = (answer: (url: URL) => Spoken, cursor?: string) =>
  withApi(answer, (client) => readAll(pull, cursor, { client, setting }));

describe('the audit log of Slack', () => {
  it('is read over all its pages', async () => {
    const read = await pullFrom(apiOf(450));
    expect(read).toHaveLength(450);
    for (const { request } of read)
      expect(interpretRequest(slack, request, setting).outcome).toBe('accepted');
  });

  it('goes on with the page after the last one that was read whole', async () => {
    const read = await pullFrom(apiOf(450));
    expect(await pullFrom(apiOf(450), read[199]?.cursor)).toHaveLength(250);
    expect(await pullFrom(apiOf(450), read[100]?.cursor)).toHaveLength(450);
  });

  it('is read again with overlap once it was read whole', async () => {
    const cursor = (await pullFrom(apiOf(450))).at(-1)?.cursor;
    expect(await pullFrom(apiOf(460), cursor)).toHaveLength(10 + 16);
  });
});
