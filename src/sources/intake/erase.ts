import type { Pool } from 'pg';
import type { Db } from '../../support/rows.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { AnySource } from '../source.js';
import { readSettings, type Settings } from './settings.js';

/** A delivery, by its source and its key there. */
export interface DeliveryName {
  readonly source: string;
  readonly key: string;
}

/** As events name the delivery that they came from. */
export const deliveryKeyOf = ({ source, key }: DeliveryName): string => `${source}/${key}`;

interface Kept {
  readonly source: string;
  readonly key: string;
  readonly system: string;
  readonly headers: string;
  readonly body: Buffer;
}

const DELIVERIES_PER_PAGE = 100;

/**
 * Reads the whole inbox for deliveries that tell of these facts: the same fact may have come by several.
 *
 * @param findSource what reads a system's deliveries.
 */
export const deliveriesTelling = async (
  pool: Pool,
  ids: ReadonlySet<string>,
  findSource: (system: string) => AnySource | undefined,
): Promise<DeliveryName[]> => {
  const found = new Map<string, DeliveryName>();
  for await (const page of keptBodies(pool)) {
    const settings = await readSettings(
      pool,
      page.map(({ source }) => source),
    );
    for (const { source, key, ...kept } of page) {
      const reader = findSource(kept.system);
      if (reader && tells(reader, { source, key, ...kept }, { ids, settings }))
        found.set(deliveryKeyOf({ source, key }), { source, key });
    }
  }
  return [...found.values()];
};

const tells = (
  reader: AnySource,
  { source, headers, body }: Kept,
  { ids, settings }: { readonly ids: ReadonlySet<string>; readonly settings: Settings },
): boolean => {
  const request = { headers: JSON.parse(headers) as Record<string, string>, body };
  try {
    const outcome = interpretRequest(reader, request, settingOf(reader, source, settings.get(source)));
    return outcome.outcome === 'accepted' && outcome.events.some(({ id }) => ids.has(id));
  } catch {
    // What no source can read has told nothing.
    return false;
  }
};

/** Every body of the inbox, the raw and the repaired one. */
async function* keptBodies(pool: Pool): AsyncGenerator<Kept[]> {
  let after = { source: '', key: '' };
  for (;;) {
    const { rows } = await pool.query<Kept & { repaired: Buffer | null }>(
      `select source, delivery_key as key, system, headers, body, repaired_body as repaired from throughline.inbox
       where (source, delivery_key) > ($1, $2) and state <> 'erased'
       order by source, delivery_key limit $3`,
      [after.source, after.key, DELIVERIES_PER_PAGE],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap(({ repaired, ...raw }) => (repaired ? [raw, { ...raw, body: repaired }] : [raw]));
    after = last;
  }
}

/**
 * Files and decisions about people that name somebody: such a delivery repeats what was said before, also of those whom
 * its events do not name.
 */
export const deliveriesAboutPeople = async (
  pool: Pool,
  names: readonly string[],
): Promise<DeliveryName[]> => {
  if (names.length === 0) return [];
  const { rows } = await pool.query<DeliveryName>(
    `select source, delivery_key as key from throughline.inbox
     where system = 'people' and state <> 'erased' and exists (
       select from unnest($1::text[]) n(name)
       where position(convert_to(name, 'UTF8') in body || coalesce(repaired_body, '')) > 0)
     order by 1, 2`,
    [names],
  );
  return rows;
};

/** Locks deliveries until the transaction ends: nobody reads them again meanwhile. */
export const lockDeliveries = async (db: Db, deliveries: readonly DeliveryName[]): Promise<void> => {
  await db.query(
    `select from throughline.inbox i join unnest($1::text[], $2::text[]) as wanted(source, delivery_key)
       using (source, delivery_key)
     order by i.source, i.delivery_key for update of i`,
    columnsOf(deliveries),
  );
};

export interface ErasingBodies {
  readonly deliveries: readonly DeliveryName[];
  /** Delivery keys on which other events stand: the hash of the body is kept for their leaves. */
  readonly kept: ReadonlySet<string>;
  readonly by: string;
  readonly why: string;
  readonly at: Date;
}

/**
 * Takes the bodies and headers of deliveries away; their state says so from then on.
 *
 * @returns those whose body went now and whose hash is kept.
 */
export const eraseBodies = async (
  db: Db,
  { deliveries, kept, by, why, at }: ErasingBodies,
): Promise<{ deliveryKey: string; hash: string }[]> => {
  const { rows } = await db.query<DeliveryName & { hash: string; erased: boolean }>(
    `select i.source, i.delivery_key as key, i.state = 'erased' as erased,
       coalesce(i.body_sha256, encode(sha256(i.body), 'hex')) as hash
     from throughline.inbox i join unnest($1::text[], $2::text[]) as wanted(source, delivery_key)
       using (source, delivery_key) order by 1, 2`,
    columnsOf(deliveries),
  );
  await db.query(
    `update throughline.inbox i
     set state = 'erased', headers = '{}', body = '', repaired_body = null, reason = null, next_attempt_at = null,
       body_sha256 = case when w.kept and (i.state <> 'erased' or i.body_sha256 is not null)
         then coalesce(i.body_sha256, encode(sha256(i.body), 'hex')) end,
       erased_at = coalesce(i.erased_at, $4), erased_by = coalesce(i.erased_by, $5),
       erased_why = coalesce(i.erased_why, $6)
     from unnest($1::text[], $2::text[], $3::bool[]) as w(source, delivery_key, kept)
     where i.source = w.source and i.delivery_key = w.delivery_key`,
    [...columnsOf(deliveries), deliveries.map((one) => kept.has(deliveryKeyOf(one))), at, by, why],
  );
  return rows
    .map(({ erased, hash, ...name }) => ({ erased, hash, deliveryKey: deliveryKeyOf(name) }))
    .filter(({ erased, deliveryKey }) => !erased && kept.has(deliveryKey))
    .map(({ hash, deliveryKey }) => ({ hash, deliveryKey }));
};

const columnsOf = (deliveries: readonly DeliveryName[]): [string[], string[]] => [
  deliveries.map(({ source }) => source),
  deliveries.map(({ key }) => key),
];
