import { z } from 'zod';
import { isJson, maybe, maybeText } from '../parts.js';
import type { Pull, PullClient, Pulled } from '../source.js';
import type { JiraSettings } from './settings.js';

const cursorText = z.object({ since: z.string() });

const page = z.object({
  issues: z.array(z.looseObject({ fields: z.looseObject({ updated: maybeText }) })),
  nextPageToken: maybeText,
  total: maybe(z.number()),
});
type Page = z.output<typeof page>;
type Record = Page['issues'][number];

const MOST = 100;
const HISTORY_PAGE = 100;
/** Jira compares times of a search to the minute, in the zone of the account that asks: a day covers every zone. */
const OVERLAP_MS = 25 * 60 * 60 * 1_000;

/**
 * Issues in the order in which they were last updated, each with its whole history. An issue that is updated while pages
 * are read moves to the end and is met again there; what it pushes forward stays behind the time that the next round
 * begins with.
 */
export const jiraPull: Pull<JiraSettings> = {
  /** `user:token` is an API token of the cloud; anything else is a personal access token of a server. */
  headers: (credential) => ({
    authorization: credential.includes(':')
      ? `Basic ${Buffer.from(credential).toString('base64')}`
      : `Bearer ${credential}`,
  }),
  async *read(cursor, client) {
    const since = cursor === undefined ? undefined : sinceOf(cursor);
    const isCloud = await runsInCloud(client);
    const categories = await categoriesFrom(client);
    let last = since;
    let asked: Asked = { jql: searchFor(since), isCloud, startAt: 0 };
    for (;;) {
      const found = await search(client, asked);
      for (const issue of found.issues) {
        last = later(last, issue.fields.updated);
        yield pulled(await wholeHistory(client, issue), categories, { last, total: found.total });
      }
      const isEnd = isCloud ? !found.nextPageToken : found.issues.length < MOST;
      if (isEnd || found.issues.length === 0) return;
      asked = { ...asked, token: found.nextPageToken, startAt: asked.startAt + found.issues.length };
    }
  },
};

const sinceOf = (cursor: string): string | undefined => {
  try {
    return cursorText.parse(JSON.parse(cursor)).since;
  } catch {
    return undefined;
  }
};

/** Times of one server carry one offset only by chance, so they are compared as instants. */
const later = (a: string | undefined, b: string | undefined): string | undefined => {
  if (!a || !b) return a ?? b;
  return Date.parse(b) > Date.parse(a) ? b : a;
};

const searchFor = (since: string | undefined): string => {
  const order = 'ORDER BY updated ASC, key ASC';
  const time = since === undefined ? Number.NaN : Date.parse(since);
  if (Number.isNaN(time)) return `updated >= "1970-01-02" ${order}`;
  const minute = new Date(time - OVERLAP_MS).toISOString().slice(0, 16).replace('T', ' ');
  return `updated >= "${minute}" ${order}`;
};

const runsInCloud = async (client: PullClient): Promise<boolean> => {
  const info = (await client.get('rest/api/2/serverInfo')).json();
  return isJson(info) && info['deploymentType'] === 'Cloud';
};

const states = z.array(z.object({ id: z.string(), statusCategory: maybe(z.object({ key: maybeText })) }));

/** The category of each state by its id: a changelog names states that the issue has left. */
const categoriesFrom = async (client: PullClient): Promise<{ [id: string]: string }> => {
  const told = states.safeParse((await client.get('rest/api/2/status')).json());
  return Object.fromEntries(
    (told.data ?? []).flatMap(({ id, statusCategory }) =>
      statusCategory?.key ? [[id, statusCategory.key]] : [],
    ),
  );
};

interface Asked {
  readonly jql: string;
  readonly isCloud: boolean;
  readonly startAt: number;
  readonly token?: string | undefined;
}

/** The cloud took the old search away; a server has no other. */
const search = async (client: PullClient, { jql, isCloud, startAt, token }: Asked): Promise<Page> => {
  const common = { jql, maxResults: MOST, expand: 'changelog', fields: '*all' };
  const answer = isCloud
    ? await client.get('rest/api/3/search/jql', { ...common, nextPageToken: token })
    : await client.get('rest/api/2/search', { ...common, startAt });
  return page.parse(answer.json());
};

const changelogPage = z.object({ values: z.array(z.unknown()), isLast: maybe(z.boolean()) });

/** A search gives only the beginning of a long history; the cloud gives the rest page by page. */
const wholeHistory = async (client: PullClient, issue: Record): Promise<Record> => {
  const { changelog, id } = issue;
  if (!isJson(changelog) || !Array.isArray(changelog['histories'])) return issue;
  if (Number(changelog['total'] ?? 0) <= changelog['histories'].length) return issue;
  const histories: unknown[] = [];
  for (;;) {
    const path = `rest/api/3/issue/${encodeURIComponent(String(id))}/changelog`;
    const answer = await client.get(path, { startAt: histories.length, maxResults: HISTORY_PAGE });
    const { values, isLast } = changelogPage.parse(answer.json());
    histories.push(...values);
    if (isLast !== false || values.length === 0) {
      return { ...issue, changelog: { ...changelog, histories, total: histories.length } };
    }
  }
};

interface Progress {
  readonly last: string | undefined;
  readonly total: number | undefined;
}

const pulled = (issue: Record, categories: object, { last, total }: Progress): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': 'issue' },
    body: Buffer.from(JSON.stringify({ issue, categories })),
  },
  cursor: JSON.stringify({ since: last ?? '' }),
  total,
});
