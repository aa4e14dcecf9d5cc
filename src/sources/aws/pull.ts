import { z } from 'zod';
import type { Pull, PullClient, Pulled } from '../source.js';
import type { AwsSettings } from './settings.js';
import { sign } from './signature.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long CloudTrail keeps what it shows without a trail. */
const KEPT_DAYS = 90;
/** A quiet account is walked through in longer strides. */
const LONGEST_WINDOW_MS = 7 * DAY_MS;
const PAGE = 50;

const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents',
};

const answer = z.object({
  Events: z.array(z.object({ CloudTrailEvent: z.string().optional() })).nullish(),
  NextToken: z.string().nullish(),
});

interface Page {
  readonly records: readonly string[];
  readonly next: string | undefined;
  /** By the clock of AWS. */
  readonly now: number;
}

const seconds = (time: number): number => Math.floor(time / 1_000);

const lookUp = async (client: PullClient, asked: object): Promise<Page> => {
  const told = await client.post('/', asked, HEADERS);
  const { Events, NextToken } = answer.parse(told.json());
  return {
    records: (Events ?? []).flatMap(({ CloudTrailEvent }) => CloudTrailEvent ?? []),
    next: NextToken ?? undefined,
    now: Date.parse(told.headers['date'] ?? ''),
  };
};

/** The events of a span of time. Its pages cannot be resumed later, so the span is read whole or again. */
const eventsOf = async (client: PullClient, from: number, until: number): Promise<string[]> => {
  const records: string[] = [];
  let next: string | undefined;
  do {
    const page = await lookUp(client, {
      StartTime: seconds(from),
      EndTime: seconds(until),
      LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
      MaxResults: PAGE,
      NextToken: next,
    });
    records.push(...page.records);
    next = page.next;
  } while (next !== undefined);
  return records;
};

const requestOf = (record: string) => ({
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(record),
});

/**
 * What CloudTrail keeps of the calls that changed something, the oldest first, hour by hour: the cursor is the time up to
 * which all is read. A new round begins `overlapMinutes` before it, as calls are shown minutes after they were made.
 */
async function* read(
  cursor: string | undefined,
  client: PullClient,
  { settings }: { readonly settings: AwsSettings },
): AsyncGenerator<Pulled> {
  const { now } = await lookUp(client, { MaxResults: 1 });
  const first = now - KEPT_DAYS * DAY_MS;
  const known = cursor === undefined ? first : Date.parse(cursor) - settings.overlapMinutes * 60_000;
  let from = Math.max(first, known);
  let stride = HOUR_MS;
  while (from < now) {
    const until = Math.min(now, from + stride);
    const records = await eventsOf(client, from, until);
    const here = new Date(from).toISOString();
    const after = new Date(until).toISOString();
    for (const [i, record] of records.entries())
      yield { request: requestOf(record), cursor: i === records.length - 1 ? after : (cursor ?? here) };
    if (records.length > 0) cursor = after;
    stride = records.length > 0 ? HOUR_MS : Math.min(LONGEST_WINDOW_MS, stride * 2);
    from = until;
  }
}

const BUSY = /"__type"\s*:\s*"[^"]*(?:Throttl|TooManyRequests|RequestLimitExceeded)/;

/** CloudTrail's LookupEvents: of one account and region, at `https://cloudtrail.REGION.amazonaws.com`. */
export const pull: Pull<AwsSettings> = {
  headers: () => ({}),
  sign,
  // CloudTrail refuses what is asked too often with 400, and allows two requests a second.
  isBusy: (status, body) => status === 400 && BUSY.test(body),
  everyMs: 500,
  read,
};
