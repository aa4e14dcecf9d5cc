import type { Pool } from 'pg';
import { canonicalJson } from '../support/hash.js';

/**
 * Keeps what was looked at for a recording time. Of two who look at once the first counts, so a report of the same
 * recording time says the same whenever it is made.
 */
export const observer =
  (pool: Pool, asOf: Date) =>
  async <T>(what: string, look: () => Promise<T>): Promise<T> => {
    const known = await find<T>(pool, what, asOf);
    if (known) return known.observed;
    const observed = canonicalJson(await look());
    await pool.query(
      `insert into throughline.report_observation (what, as_of, observed) values ($1, $2, $3)
       on conflict (what, as_of) do nothing`,
      [what, asOf, observed],
    );
    return (await find<T>(pool, what, asOf))!.observed;
  };

const find = async <T>(pool: Pool, what: string, asOf: Date): Promise<{ observed: T } | undefined> => {
  const { rows } = await pool.query<{ observed: string }>(
    'select observed from throughline.report_observation where what = $1 and as_of = $2',
    [what, asOf],
  );
  return rows[0] && { observed: JSON.parse(rows[0].observed) as T };
};
