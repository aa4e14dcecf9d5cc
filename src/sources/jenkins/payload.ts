import { z } from 'zod';
import {
  looseFlag,
  looseInstant,
  looseList,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

const texts = looseList(z.string());
const tests = looseObject({ total: looseNumber, failed: looseNumber });

/** What the notification plug-in posts, one for each phase of a build. */
export const notification = z.object({
  name: looseText,
  url: looseText,
  build: z.object({
    full_url: looseText,
    url: looseText,
    number: looseNumber,
    timestamp: looseInstant,
    duration: looseNumber,
    phase: looseText,
    status: looseText,
    scm: looseObject({
      url: looseText,
      branch: looseText,
      commit: looseText,
      changes: texts,
      culprits: texts,
    }),
    parameters: looseRecord,
    artifacts: looseRecord,
    test_summary: tests,
  }),
});
export type Notification = z.output<typeof notification>;

/** What the CDEvents plug-in makes of a CloudEvent of its own manner: version 0.3, with its data as it likes. */
export const pluginEvent = z.object({
  id: looseText,
  type: z.string(),
  time: looseInstant,
  url: looseText,
  outcome: looseText,
  data: looseObject({
    name: looseText,
    url: looseText,
    userId: looseText,
    userName: looseText,
    stageName: looseText,
    stageNodeUrl: looseText,
    causes: texts,
    build: looseObject({
      fullUrl: looseText,
      url: looseText,
      number: looseNumber,
      duration: looseNumber,
      status: looseText,
      parameters: looseRecord,
      scmState: looseObject({ url: looseText, branch: looseText, commit: looseText }),
    }),
  }),
});
export type PluginEvent = z.output<typeof pluginEvent>;

const cause = z.object({
  _class: looseText,
  shortDescription: looseText,
  userId: looseText,
  userName: looseText,
  upstreamProject: looseText,
  upstreamBuild: looseNumber,
});
export type Cause = z.output<typeof cause>;

const action = z.object({
  causes: looseList(cause),
  _class: looseText,
  parameters: looseList(z.object({ name: z.string(), value: z.unknown() })),
  lastBuiltRevision: looseObject({ SHA1: looseText, branch: looseList(z.object({ name: looseText })) }),
  remoteUrls: texts,
  totalCount: looseNumber,
  failCount: looseNumber,
});

const changeSet = looseObject({ items: looseList(z.object({ msg: looseText, comment: looseText })) });

/** A build as the API tells it. */
export const apiBuild = z.object({
  number: z.number(),
  url: looseText,
  timestamp: looseInstant,
  duration: looseNumber,
  building: looseFlag,
  result: looseText,
  fullDisplayName: looseText,
  actions: looseList(action),
  artifacts: looseList(z.object({ relativePath: looseText, fileName: looseText })),
  changeSet,
  changeSets: looseList(z.object({ items: looseList(z.object({ msg: looseText, comment: looseText })) })),
});
export type ApiBuild = z.output<typeof apiBuild>;
