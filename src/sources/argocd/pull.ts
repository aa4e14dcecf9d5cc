import { z } from 'zod';
import { shortHash } from '../../support/hash.js';
import { listOf, looseText } from '../../support/loose.js';
import type { Pull, PullClient, Pulled } from '../source.js';
import type { ArgocdSettings } from './parts.js';
import { application } from './payload.js';

const page = z.object({
  items: listOf(z.looseObject({ metadata: z.looseObject({ name: z.string(), namespace: looseText }) })),
});

/** All that we read: an application can be very large by the resources that it manages. */
const FIELDS = [
  'items.metadata.name',
  'items.metadata.namespace',
  'items.metadata.uid',
  'items.metadata.labels',
  'items.spec',
  'items.status.health',
  'items.status.history',
  'items.status.operationState.phase',
  'items.status.operationState.startedAt',
  'items.status.operationState.finishedAt',
  'items.status.operationState.operation',
  'items.status.operationState.syncResult.revision',
  'items.status.operationState.syncResult.revisions',
  'items.status.summary',
  'items.status.sync.revision',
].join(',');

/** By application: what was known of it, so that only those that changed are stored again. */
type Seen = Readonly<Record<string, string>>;

/** Argo CD tells all applications at once, and keeps ten syncs of each: to be asked often. */
async function* read(cursor: string | undefined, client: PullClient): AsyncGenerator<Pulled> {
  let seen: Seen = cursor === undefined ? {} : (JSON.parse(cursor) as Seen);
  const { items } = page.parse((await client.get('/api/v1/applications', { fields: FIELDS })).json());
  const sorted = items
    .map((item) => ({ item, name: `${item.metadata.namespace ?? ''}/${item.metadata.name}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { item, name } of sorted) {
    const { status, spec } = application.parse(item);
    const state = shortHash(JSON.stringify([spec, { ...status, reconciledAt: undefined }]));
    if (seen[name] === state) continue;
    seen = { ...seen, [name]: state };
    const headers = { 'x-throughline-record': 'application', 'content-type': 'application/json' };
    const request = { headers, body: Buffer.from(JSON.stringify(item)) };
    yield { request, cursor: JSON.stringify(seen), total: sorted.length };
  }
}

export const pull: Pull<ArgocdSettings> = {
  headers: (credential) => ({ authorization: `Bearer ${credential}` }),
  read,
};
