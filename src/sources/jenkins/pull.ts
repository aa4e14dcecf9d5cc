import { z } from 'zod';
import { listOf, looseInstant } from '../../support/loose.js';
import { eachOf, newestFirst } from '../newest-first.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { JenkinsSettings } from './parts.js';

const ACTIONS =
  'causes[*],parameters[name,value],lastBuiltRevision[SHA1,branch[name]],remoteUrls,totalCount,failCount';
const CHANGES = 'changeSet[items[msg,comment,commitId]],changeSets[items[msg,comment,commitId]]';
const FIELDS = `number,url,timestamp,duration,building,result,fullDisplayName,actions[${ACTIONS}],artifacts[relativePath],${CHANGES}`;

const PAGE = 100;
const HOUR = 3_600_000;

const page = z.object({ allBuilds: listOf(z.looseObject({ number: z.number(), timestamp: looseInstant })) });

const pathOf = (job: string): string =>
  job
    .split('/')
    .map((name) => `/job/${encodeURIComponent(name)}`)
    .join('');

const recordOf = (build: object): RawRequest => ({
  headers: { 'x-throughline-record': 'build', 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(build)),
});

/** Jenkins tells all builds of a job, the newest first, a range of them at a time. */
const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<JenkinsSettings>,
): AsyncIterable<Pulled> =>
  eachOf(settings.jobs, cursor, (job, known) =>
    newestFirst(known, settings.overlapHours * HOUR, async (start) => {
      const from = Number(start ?? 0);
      const tree = `allBuilds[${FIELDS}]{${from},${from + PAGE}}`;
      const answer = (await client.get(`${pathOf(job)}/api/json`, { tree })).json();
      const { allBuilds } = page.parse(answer);
      const raw = (answer as { allBuilds: object[] }).allBuilds;
      const records = allBuilds.map(({ timestamp, number }) => ({
        at: timestamp,
        requests: async () => [recordOf(raw.find((one) => 'number' in one && one.number === number)!)],
      }));
      return { records, next: raw.length < PAGE ? undefined : String(from + PAGE) };
    }),
  );

/** Builds of the jobs that the settings name. The credential is `user:token`. */
export const pull: Pull<JenkinsSettings> = {
  headers: (credential) => ({ authorization: `Basic ${Buffer.from(credential).toString('base64')}` }),
  read,
};
