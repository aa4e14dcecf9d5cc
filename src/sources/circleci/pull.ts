import { z } from 'zod';
import { looseInstant, looseList, looseText } from '../../support/loose.js';
import { eachOf, newestFirst } from '../newest-first.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { CircleciSettings } from './settings.js';

const member = z.looseObject({ id: z.string(), created_at: looseInstant });
type Member = z.output<typeof member>;
const page = z.object({ items: looseList(member), next_page_token: looseText });

const HOUR = 3_600_000;

const ask = async (client: PullClient, path: string, token?: string) =>
  page.parse((await client.get(path, { 'page-token': token })).json());

/** All pages of a list that is short enough to be read whole. */
const all = async (client: PullClient, path: string): Promise<Member[]> => {
  const members: Member[] = [];
  let token: string | undefined;
  do {
    const { items, next_page_token } = await ask(client, path, token);
    members.push(...items);
    token = next_page_token;
  } while (token !== undefined);
  return members;
};

const recordOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

/** A pipeline's record, and below it those of its workflows and jobs, each with what stands above it. */
const requestsOf = async (client: PullClient, pipeline: Member): Promise<RawRequest[]> => {
  const requests = [recordOf('pipeline', pipeline)];
  for (const workflow of await all(client, `/api/v2/pipeline/${pipeline.id}/workflow`)) {
    requests.push(recordOf('workflow', { ...workflow, pipeline }));
    const jobs = await all(client, `/api/v2/workflow/${workflow.id}/job`);
    requests.push(...jobs.map((job) => recordOf('job', { ...job, workflow, pipeline })));
  }
  return requests;
};

const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<CircleciSettings>,
): AsyncIterable<Pulled> =>
  eachOf(settings.projects, cursor, (project, known) =>
    newestFirst(known, settings.overlapHours * HOUR, async (token) => {
      const { items, next_page_token: next } = await ask(
        client,
        `/api/v2/project/${project}/pipeline`,
        token,
      );
      const records = items.map((one) => ({ at: one.created_at, requests: () => requestsOf(client, one) }));
      return { records, next };
    }),
  );

/** Pipelines of the projects that the settings name, and what ran in them. */
export const pull: Pull<CircleciSettings> = {
  headers: (credential) => ({ 'circle-token': credential }),
  read,
};
