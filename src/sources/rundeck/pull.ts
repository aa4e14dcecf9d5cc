import { z } from 'zod';
import { at, type Fields, isFields, listOf, nameOf } from '../reading.js';
import type { Pull, PullClient, Pulled, Setting } from '../source.js';
import { toldOf } from './record.js';
import type { RundeckSettings } from './settings.js';

const PAGE = 100;
const OVERLAP_MILLISECONDS = 15 * 60 * 1_000;

/** The time until which the ended executions of a project were read, by project. */
const cursorOf = z.object({ ended: z.record(z.string(), z.string()).default({}) });
type Cursor = z.output<typeof cursorOf>;

const readCursor = (text: string | undefined): Cursor => {
  try {
    return cursorOf.parse(JSON.parse(text ?? '{}'));
  } catch {
    return { ended: {} };
  }
};

/** Rundeck selects by when an execution ended, so one that ran long is not missed. What still runs is asked for apart. */
export const pull: Pull<RundeckSettings> = {
  headers: (credential) => ({ 'x-rundeck-auth-token': credential, accept: 'application/json' }),
  read: readAll,
};

interface Asked {
  readonly client: PullClient;
  readonly path: string;
  readonly project: string;
  readonly cursor: Cursor;
}

async function* readAll(
  from: string | undefined,
  client: PullClient,
  { settings }: Setting<RundeckSettings>,
): AsyncGenerator<Pulled> {
  const cursor = readCursor(from);
  const api = `/api/${settings.api}`;
  const projects = settings.projects.length > 0 ? settings.projects : await projectsOf(client, api);
  for (const project of projects) {
    const path = `${api}/project/${encodeURIComponent(project)}/executions`;
    yield* readEnded({ client, path, project, cursor });
    yield* readRunning({ client, path, project, cursor });
  }
}

const projectsOf = async (client: PullClient, api: string): Promise<string[]> =>
  listOf((await client.get(`${api}/projects`)).json()).flatMap((one) => nameOf(at(one, 'name')) ?? []);

/**
 * Newest first: an execution that ends between two pages shifts the others to a later page, where they are only read
 * twice. So the time counts as read when all pages are.
 */
async function* readEnded({ client, path, project, cursor }: Asked): AsyncGenerator<Pulled> {
  const since = cursor.ended[project];
  const begin = since && Date.parse(since) - OVERLAP_MILLISECONDS;
  let newest = since ?? '';
  for (let offset = 0; ; offset += PAGE) {
    const answer = (await client.get(path, { max: PAGE, offset, begin: begin || undefined })).json();
    const page = executionsIn(answer);
    for (const record of page) {
      const endedAt = toldOf(record)?.endedAt ?? '';
      if (endedAt > newest) newest = endedAt;
      yield pulled(record, cursor, Number(at(answer, 'paging.total')) || undefined);
    }
    if (page.length < PAGE) break;
  }
  if (newest) cursor.ended[project] = newest;
}

async function* readRunning({ client, path, cursor }: Asked): AsyncGenerator<Pulled> {
  const answer = (await client.get(`${path}/running`, { max: PAGE })).json();
  for (const record of executionsIn(answer)) yield pulled(record, cursor);
}

const executionsIn = (answer: unknown): Fields[] => listOf(at(answer, 'executions')).filter(isFields);

const pulled = (record: Fields, cursor: Cursor, total?: number): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': 'execution' },
    body: Buffer.from(JSON.stringify(record)),
  },
  cursor: JSON.stringify(cursor),
  total,
});
