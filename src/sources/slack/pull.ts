import { z } from 'zod';
import { at, type Fields, isFields, listOf, nameOf } from '../reading.js';
import type { Pull, PullClient, Pulled } from '../source.js';
import type { SlackSettings } from './settings.js';

const PAGE = 200;
const OVERLAP_SECONDS = 15 * 60;

/** `seen`: the latest entry of a round that was read whole. `page` and `newest`: where the present round stands. */
const cursorOf = z.object({
  seen: z.number().default(0),
  newest: z.number().default(0),
  page: z.string().optional(),
});
type Cursor = z.output<typeof cursorOf>;

const readCursor = (text: string | undefined): Cursor => {
  try {
    return cursorOf.parse(JSON.parse(text ?? '{}'));
  } catch {
    return { seen: 0, newest: 0 };
  }
};

/** The audit log of an Enterprise Grid, newest first; a round that was cut off goes on from its page. */
export const pull: Pull<SlackSettings> = {
  headers: (credential) => ({ authorization: `Bearer ${credential}` }),
  read: readAll,
};

async function* readAll(from: string | undefined, client: PullClient): AsyncGenerator<Pulled> {
  const cursor = readCursor(from);
  for (;;) {
    const oldest = cursor.seen > 0 ? cursor.seen - OVERLAP_SECONDS : undefined;
    const answer = (await client.get('/audit/v1/logs', { limit: PAGE, oldest, cursor: cursor.page })).json();
    const entries = listOf(at(answer, 'entries')).filter(isFields);
    const next = nameOf(at(answer, 'response_metadata.next_cursor'), 4_000);
    for (const [i, entry] of entries.entries()) {
      const created = Number(entry['date_create']) || 0;
      cursor.newest = Math.max(cursor.newest, created);
      // The page counts as read with its last entry: a cut before that reads it again.
      if (i === entries.length - 1) Object.assign(cursor, afterPage(cursor, next));
      yield pulled(entry, cursor);
    }
    if (!next || entries.length === 0) return;
  }
}

const afterPage = ({ seen, newest }: Cursor, next: string | undefined): Cursor =>
  next ? { seen, newest, page: next } : { seen: Math.max(seen, newest), newest: 0, page: undefined };

const pulled = (entry: Fields, cursor: Cursor): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': 'audit' },
    body: Buffer.from(JSON.stringify(entry)),
  },
  cursor: JSON.stringify(cursor),
});
