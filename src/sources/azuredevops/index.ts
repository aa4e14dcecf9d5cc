import { z } from 'zod';
import { looseText } from '../../support/loose.js';
import { isFields } from '../reading.js';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateBasic } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { pullRequestTold, pushTold } from './code.js';
import { azureInstant } from './parts.js';
import { pull } from './pull.js';
import { approvalTold, releaseDeploymentTold } from './release.js';
import { buildTold, type Where } from './run.js';
import { type AzureSettings, azureSettings } from './settings.js';
import { timelineTold } from './timeline.js';
import { workItemTold } from './work-item.js';

const payload = z.array(z.object({ value: z.looseObject({}), address: z.string().optional() }));
type Payload = z.output<typeof payload>;

const hook = z.object({
  eventType: z.string().min(1),
  resource: z.unknown().optional(),
  createdDate: azureInstant,
  id: looseText,
});

const hookTold = (
  { eventType, resource, createdDate: toldAt }: z.output<typeof hook>,
  where: Where,
): Told => {
  if (eventType === 'git.push') return pushTold(resource);
  if (eventType.startsWith('git.pullrequest.')) return pullRequestTold(resource, toldAt);
  if (eventType === 'build.complete') return buildTold(resource, where);
  if (eventType.startsWith('ms.vss-pipelines.run-state-changed'))
    return buildTold(isFields(resource) ? resource['run'] : undefined, where);
  if (/approval-(?:pending|completed)/.test(eventType)) return approvalTold(resource, toldAt, where);
  if (/^ms\.vss-release\.deployment-(?:started|completed)/.test(eventType))
    return releaseDeploymentTold(resource, toldAt, where);
  const action = /^workitem\.(created|updated|restored|deleted)$/.exec(eventType)?.[1];
  if (action) return workItemTold(resource, { action, toldAt }, where);
  return ignored(`Nothing is derived from Azure DevOps' event ${eventType.slice(0, 100)}`);
};

/** What a record of the API is shows in its members. */
const recordTold = ({ value, address }: Payload[number], where: Where): Told => {
  if ('pullRequestId' in value) return pullRequestTold(value, undefined);
  if ('buildNumber' in value) return buildTold(value, where);
  if ('type' in value && 'parentId' in value) return timelineTold(value, address, where);
  if ('fields' in value && 'rev' in value)
    return workItemTold(value, { action: 'updated', toldAt: undefined }, where);
  return ignored('The record is no service hook of Azure DevOps, and no build, pull request or work item');
};

const interpretOne = (record: Payload[number], where: Where): Told => {
  const told = hook.safeParse(record.value);
  return told.success ? hookTold(told.data, where) : recordTold(record, where);
};

const deliveryKey = ({ body }: RawRequest): string | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
    return hook.safeParse(value).data?.id;
  } catch {
    return undefined;
  }
};

/** Service hooks of Azure DevOps Services and Server, and records of their API. */
export const azuredevops: Source<Payload, AzureSettings> = {
  id: 'azuredevops',
  title: 'Azure DevOps',
  about: {
    transport: 'service hooks',
    authentication: 'basic password',
    deliveryKey: '`id` of the body',
    pull: 'builds with their jobs, pull requests',
  },
  headers: ['content-type', 'x-throughline-record'],
  payload,
  settings: azureSettings,
  resends: true,
  authenticate: authenticateBasic,
  deliveryKey,
  read: ({ body }) => recordsIn(body),
  interpret: (records, where) => together(records.map((record) => interpretOne(record, where))),
  pull,
};
