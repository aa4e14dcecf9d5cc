import { inOrder } from '../../events/current.js';
import { DEFINITION } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { readByIds } from '../../projections/story.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { ofType } from '../history.js';

/** Of each definition the newest ones: who edited it long ago has no more say in how it runs. */
const MOST_EDITS = 20;

/** The edits of the definitions that ran in each story, made before the last run of them, in the order of the stories. */
export const editsOf = async (
  db: Db,
  stories: readonly (readonly DeliveryEvent[])[],
  asOf: Date,
): Promise<DeliveryEvent[][]> => {
  const ran = stories.map(definitionsIn);
  const wanted = ran.flatMap((one) => [...one]);
  if (wanted.length === 0) return stories.map(() => []);
  const { rows } = await db.query<{ key: string; until: Date; id: string }>(sql`
    with wanted as materialized (
      select distinct * from unnest(${wanted.map(([key]) => key)}::text[], ${wanted.map(([, until]) => until)}::timestamptz[])
        as wanted(key, until)
    )
    select wanted.key, wanted.until, k.event_id as id
    from wanted cross join lateral (
      select e.event_id from throughline.event_key e
      where e.key = wanted.key and not e.linked and e.at <= wanted.until
      order by e.at desc, e.event_id limit ${MOST_EDITS}
    ) k`);
  const told = await readByIds(
    db,
    rows.map(({ id }) => id),
    asOf,
  );
  const byId = new Map(told.map(({ id, event }) => [id, event]));
  const idsOf = groupBy(rows, ({ key, until }) => nameOf(key, until.toISOString()));
  return ran.map((one) => {
    const ids = [...one].flatMap(([key, until]) => (idsOf.get(nameOf(key, until)) ?? []).map(({ id }) => id));
    const edits = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
    return ofType(edits, 'resource.created', 'resource.changed').sort(inOrder);
  });
};

const nameOf = (key: string, until: string): string => `${until} ${key}`;

/** By key of the definition, when it ran last. */
const definitionsIn = (story: readonly DeliveryEvent[]): Map<string, string> => {
  const last = new Map<string, string>();
  for (const run of ofType(story, 'execution.started', 'execution.finished')) {
    const at = (run.type === 'execution.finished' && run.startedAt) || run.at;
    const began = new Date(at).toISOString();
    for (const link of run.links ?? []) {
      if (link.startsWith(DEFINITION) && began > (last.get(link) ?? '')) last.set(link, began);
    }
  }
  return last;
};
