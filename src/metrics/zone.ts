import { UserError } from '../support/errors.js';

/**
 * An IANA zone name. Abbreviations and bare offsets are refused: `IST` is Irish, Israeli or Indian time, and PostgreSQL
 * reads `+10:00` with the sign turned round.
 *
 * @throws UserError `BAD_ZONE`
 */
export const checkedZone = (zone: string | null | undefined): string => {
  if (!zone) return 'UTC';
  if (zone.toUpperCase() === 'UTC') return 'UTC';
  if (/^[A-Za-z]+\/[\w+/-]+$/.test(zone) && isKnown(zone)) return zone;
  throw new UserError(
    `There is no time zone ${JSON.stringify(zone)}: use an IANA name such as "Australia/Sydney" or "UTC".`,
    'BAD_ZONE',
  );
};

const isKnown = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
};
