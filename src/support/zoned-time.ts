import { tzOffset } from '@date-fns/tz';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Offsets of a zone (minutes east of UTC) a day before and a day after an hour; asking Intl each time is slow. */
const known = new Map<string, readonly [number, number]>();
const MOST_KNOWN = 100_000;

const offsetsAround = (local: number, zone: string): readonly [number, number] => {
  const hour = Math.floor(local / HOUR_MS) * HOUR_MS;
  const key = `${zone} ${hour}`;
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const offsets = [hour - DAY_MS, hour + DAY_MS].map((at) => tzOffset(zone, new Date(at)));
  const pair = [offsets[0]!, offsets[1]!] as const;
  known.set(key, pair);
  return pair;
};

/**
 * The instants at which a wall clock of the zone shows a local time: one, none where the clock is put forward over it,
 * two where it is put back.
 *
 * @param local the local time, as the milliseconds of UTC with the same digits.
 * @param zone an IANA zone that exists.
 * @returns milliseconds since 1970, the earlier first.
 */
export const instantsOf = (local: number, zone: string): number[] => {
  const [before, after] = offsetsAround(local, zone);
  if (before === after) return [local - before * MINUTE_MS];
  return [...new Set([before, after])]
    .map((offset) => ({ offset, at: local - offset * MINUTE_MS }))
    .filter(({ offset, at }) => tzOffset(zone, new Date(at)) === offset)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
};

/**
 * The instant at which a local time begins to be over: where the clock is put forward over it, the moment it is put
 * forward; where it shows it twice, the first time.
 */
export const firstInstantOf = (local: number, zone: string): number => {
  const shown = instantsOf(local, zone)[0];
  if (shown !== undefined) return shown;
  const [before, after] = offsetsAround(local, zone);
  return transition(local - after * MINUTE_MS, local - before * MINUTE_MS, { zone, after });
};

/** Where between two instants the zone changes to its later offset. */
const transition = (
  from: number,
  to: number,
  { zone, after }: { readonly zone: string; readonly after: number },
): number => {
  let low = Math.min(from, to) - HOUR_MS;
  let high = Math.max(from, to) + HOUR_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tzOffset(zone, new Date(middle)) === after) high = middle;
    else low = middle;
  }
  return high;
};

/** What a wall clock of the zone shows at an instant, as the milliseconds of UTC with the same digits. */
export const localTimeOf = (at: number, zone: string): number =>
  at + tzOffset(zone, new Date(at)) * MINUTE_MS;
