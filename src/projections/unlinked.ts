import { DEFINITION } from '../events/links.js';
import type { DeliveryEvent, EventType } from '../events/vocabulary.js';
import type { Db } from '../support/rows.js';
import { raw, sql } from '../support/sql.js';
import { homeKeyOf, keysOf } from './keys.js';
import { gatherStory, type ToldEvent } from './story.js';

/** What ought to be part of some change. Commits and changes are; hosts and people report on their own. */
const OUGHT: readonly EventType[] = [
  'approval.decided',
  'approval.requested',
  'artifact.published',
  'build.finished',
  'deployment.finished',
  'execution.finished',
  'verification.finished',
];

export interface Unlinked {
  readonly told: ToldEvent;
  /** Why it is part of no change, in one sentence. */
  readonly reason: string;
}

export interface Position {
  readonly recordedAt: Date;
  readonly id: string;
}

/** Events looked at for one page: a page may be short, and still not be the last. */
const WINDOW = 200;

/** The events that belong to no change, the newest recorded first, from a position on. */
export const unlinkedEvents = async (
  db: Db,
  { limit, after, asOf }: { readonly limit: number; readonly after?: Position; readonly asOf: Date },
): Promise<{ found: Unlinked[]; end: Position | undefined }> => {
  const { rows } = await db.query<Omit<ToldEvent, 'event'>>(sql`
    select e.id, e.digest, e.recorded_at, e.source, e.delivery_key, e.data
    from throughline.event e
    where e.type = any(${OUGHT}) and e.recorded_at <= ${asOf}
      and ${after ? sql`(e.recorded_at, e.id) < (${after.recordedAt}, ${after.id})` : raw('true')}
    order by e.recorded_at desc, e.id desc, e.digest desc limit ${WINDOW}`);
  const found: Unlinked[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const position = { recordedAt: row.recorded_at, id: row.id };
    if (found.length === limit) return { found, end: position };
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    const told = { ...row, event: JSON.parse(row.data) as DeliveryEvent };
    const reason = await reasonOf(db, told.event, asOf);
    if (reason) found.push({ told, reason });
  }
  const last = rows.at(-1);
  return {
    found,
    end: rows.length === WINDOW && last ? { recordedAt: last.recorded_at, id: last.id } : undefined,
  };
};

/** @returns undefined when it is part of a change. */
const reasonOf = async (db: Db, event: DeliveryEvent, asOf: Date): Promise<string | undefined> => {
  const own = tiesOf(event);
  const story = await gatherStory(db, { keys: own, eventIds: [event.id], asOf });
  const keys = [...new Set(story.events.flatMap((one) => tiesOf(one.event)))];
  if (await leadToChange(db, keys, asOf)) return undefined;
  const links = own.filter((key) => key !== homeKeyOf(event));
  if (links.length === 0) return 'It names no commit, change, ticket, artifact or run.';
  const home = homeKeyOf(event);
  const others = story.events.some((one) => homeKeyOf(one.event) !== home);
  return others
    ? `What it is linked with (${links.join(', ')}) belongs to no change either.`
    : `Nothing else is known of ${links.join(', ')}.`;
};

/** Other runs of the same job have nothing to do with it. */
const tiesOf = (event: DeliveryEvent): string[] => keysOf(event).filter((key) => !key.startsWith(DEFINITION));

const leadToChange = async (db: Db, keys: readonly string[], asOf: Date): Promise<boolean> => {
  const shas = keys.filter((key) => key.startsWith('sha:')).map((key) => key.slice('sha:'.length));
  const { rows } = await db.query<{ leads: boolean }>(sql`
    select exists (
      select from throughline.event_key k join throughline.event e on e.id = k.event_id
      where k.key = any(${keys}) and e.recorded_at <= ${asOf}
        and (e.type = 'commit.recorded' or e.type like 'change.%')
    ) or exists (select from commit c where c.repo in (select repo from service_repo) and c.sha = any(${shas})) as leads`);
  return rows[0]!.leads;
};
