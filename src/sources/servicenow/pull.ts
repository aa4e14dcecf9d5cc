import { z } from 'zod';
import type { Pull, PullClient, Pulled } from '../source.js';
import { type Row, timeOf } from './record.js';
import type { ServicenowSettings } from './settings.js';

const TABLES = ['change_request', 'change_task', 'sysapproval_approver', 'incident'] as const;

/** By table: the time of the last row that was read. */
const cursorText = z.record(z.string(), z.string());
type Cursor = z.output<typeof cursorText>;

const page = z.object({ result: z.array(z.record(z.string(), z.unknown())) });

const MOST = 200;
const OVERLAP_MS = 5 * 60 * 1_000;

/** Names of people and groups that a row only refers to; a field that the table does not have is left out by the server. */
const REFERENCES = [
  'assigned_to.user_name',
  'assignment_group.name',
  'approver.user_name',
  'sysapproval.number',
  'requested_by.user_name',
  'opened_by.user_name',
  'closed_by.user_name',
  'resolved_by.user_name',
  'caller_id.user_name',
  'change_request.number',
  'cmdb_ci.name',
];
const FIELDS = [
  'sys_id,number,sys_class_name,sys_mod_count,sys_created_on,sys_created_by,sys_updated_on,sys_updated_by',
  'state,approval,approval_set,type,risk,priority,severity,short_description,description',
  'implementation_plan,backout_plan',
  'start_date,end_date,opened_at,closed_at,resolved_at,close_code,correlation_id,comments',
  'assigned_to,assignment_group,approver,sysapproval,requested_by,opened_by,closed_by,resolved_by,caller_id',
  'change_request,parent,caused_by,rfc,cmdb_ci,business_service',
];

/**
 * Rows by the time when they were last written. A row that is written while pages are read moves to the end; so that none
 * is skipped, the next page begins with the last time read, not with a count of rows.
 */
export const servicenowPull: Pull<ServicenowSettings> = {
  /** `user:password`, or a token of OAuth. */
  headers: (credential) => ({
    accept: 'application/json',
    authorization: credential.includes(':')
      ? `Basic ${Buffer.from(credential).toString('base64')}`
      : `Bearer ${credential}`,
  }),
  async *read(text, client) {
    let cursor = readCursor(text);
    for (const table of TABLES) {
      for await (const row of rowsOf(client, table, cursor[table])) {
        const since = timeOf(row, 'sys_updated_on');
        if (since) cursor = { ...cursor, [table]: since };
        yield pulled(table, row, cursor);
      }
    }
  },
};

const readCursor = (text: string | undefined): Cursor => {
  if (text === undefined) return {};
  try {
    return cursorText.parse(JSON.parse(text));
  } catch {
    return {};
  }
};

async function* rowsOf(client: PullClient, table: string, since: string | undefined): AsyncGenerator<Row> {
  const start = since === undefined ? undefined : new Date(Date.parse(since) - OVERLAP_MS).toISOString();
  let from = start ?? '1970-01-02T00:00:00.000Z';
  let offset = 0;
  for (;;) {
    const { rows, isEnd } = await ask(client, table, { from, offset });
    yield* rows;
    if (isEnd) return;
    const last = timeOf(rows.at(-1) ?? {}, 'sys_updated_on') ?? from;
    // Only where one second fills a whole page is there no other way than to count.
    offset = last === from ? offset + MOST : 0;
    from = last;
  }
}

interface Place {
  readonly from: string;
  readonly offset: number;
}

interface Page {
  readonly rows: Row[];
  /** Rows that the account may not see are taken out of a page, so a short page is not always the last one. */
  readonly isEnd: boolean;
}

const ask = async (client: PullClient, table: string, { from, offset }: Place): Promise<Page> => {
  const answer = await client.get(`api/now/table/${table}`, {
    sysparm_query: `sys_updated_on>=${from.slice(0, 19).replace('T', ' ')}^ORDERBYsys_updated_on^ORDERBYsys_id`,
    sysparm_fields: [...FIELDS, ...REFERENCES].join(','),
    sysparm_display_value: 'all',
    sysparm_exclude_reference_link: 'true',
    sysparm_limit: MOST,
    sysparm_offset: offset,
  });
  const rows = page.parse(answer.json()).result;
  const total = Number(answer.headers['x-total-count'] ?? offset + rows.length);
  return { rows, isEnd: rows.length < MOST && offset + MOST >= total };
};

const pulled = (table: string, row: Row, cursor: Cursor): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': table },
    body: Buffer.from(JSON.stringify(row)),
  },
  cursor: JSON.stringify(cursor),
});
