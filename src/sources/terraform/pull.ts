import { z } from 'zod';
import { listOf, looseInstant, looseNumber, looseObject } from '../../support/loose.js';
import { newestFirst } from '../newest-first.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { TerraformSettings } from './parts.js';

const run = z.object({ attributes: looseObject({ 'created-at': looseInstant }) });
const runPage = z.object({
  data: listOf(z.looseObject({ id: z.string() })),
  included: z.array(z.unknown()).optional(),
  meta: looseObject({ pagination: looseObject({ 'next-page': looseNumber }) }),
});
const trailPage = z.object({
  data: listOf(z.looseObject({ id: z.string(), timestamp: looseInstant })),
  pagination: looseObject({ next_page: looseNumber }),
});

const HOUR = 3_600_000;
const RUNS = 100;
const ENTRIES = 1_000;

const recordOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

const runs = (client: PullClient, organization: string) => async (page: string | undefined) => {
  const number = Number(page ?? 1);
  const query = { 'page[number]': number, 'page[size]': RUNS, include: 'workspace,created_by,confirmed_by' };
  const path = `/api/v2/organizations/${encodeURIComponent(organization)}/runs`;
  const { data, included = [], meta } = runPage.parse((await client.get(path, query)).json());
  const records = data.map((one) => ({
    at: run.safeParse(one).data?.attributes?.['created-at'],
    requests: async () => [recordOf('run', { data: one, included: besides(one, included) })],
  }));
  const next = meta?.pagination?.['next-page'];
  return { records, next: next === undefined ? undefined : String(next) };
};

/** Only what belongs to this run, so that the same run is the same record on every page. */
const besides = (one: unknown, included: readonly unknown[]): unknown[] => {
  const text = JSON.stringify(one);
  return included.filter((other) => {
    const id = z.object({ id: z.string() }).safeParse(other).data?.id;
    return id !== undefined && text.includes(JSON.stringify(id));
  });
};

const trail = (client: PullClient) => async (page: string | undefined) => {
  const query = { 'page[number]': Number(page ?? 1), 'page[size]': ENTRIES };
  const { data, pagination } = trailPage.parse(
    (await client.get('/api/v2/organization/audit-trail', query)).json(),
  );
  const records = data.map((one) => ({
    at: one.timestamp,
    requests: async () => [recordOf('audit', one)],
  }));
  const next = pagination?.next_page;
  return { records, next: next === undefined ? undefined : String(next) };
};

interface Cursors {
  readonly runs?: string;
  readonly trail?: string;
}

async function* read(
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<TerraformSettings>,
): AsyncGenerator<Pulled> {
  let cursors: Cursors = cursor === undefined ? {} : (JSON.parse(cursor) as Cursors);
  const overlap = settings.overlapHours * HOUR;
  if (settings.organization) {
    for await (const pulled of newestFirst(cursors.runs, overlap, runs(client, settings.organization))) {
      cursors = { ...cursors, runs: pulled.cursor };
      yield { ...pulled, cursor: JSON.stringify(cursors) };
    }
  }
  if (!settings.auditTrail) return;
  for await (const pulled of newestFirst(cursors.trail, overlap, trail(client))) {
    cursors = { ...cursors, trail: pulled.cursor };
    yield { ...pulled, cursor: JSON.stringify(cursors) };
  }
}

/** Runs of an organization, and its audit trail. */
export const pull: Pull<TerraformSettings> = {
  headers: (credential) => ({ authorization: `Bearer ${credential}` }),
  read,
};
