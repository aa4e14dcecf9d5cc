import { type RpmStep, rpmOf } from './rpm.js';

const FIELD = /^([A-Z][A-Za-z -]{1,24}?)\s*: (.*)$/;
/** `Mon 02 Mar 2026 10:15:01 AM CET`, `Mon Mar  2 10:15:01 2026`, or ISO 8601. */
const DAY_FIRST = /(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: ([AP]M))?/;
const MONTH_FIRST = /([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{1,2}):(\d\d):(\d\d) (\d{4})/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

interface Clock {
  readonly hour: number;
  readonly rest: string;
}

const stamp = (year: string, month: string, day: string, { hour, rest }: Clock): string | undefined => {
  const at = MONTHS.indexOf(month) + 1;
  const two = (number: number | string): string => String(number).padStart(2, '0');
  return at > 0 ? `${year}-${two(at)}-${two(day)}T${two(hour)}:${rest}` : undefined;
};

/** @returns `2026-03-02T10:15:01`, in the zone of the log. */
export const beginTime = (told: string): string | undefined => {
  const iso = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?/.exec(told)?.[0];
  if (iso) return iso.replace(' ', 'T');
  const [, day, month, year, hour, minute, second, half] = DAY_FIRST.exec(told) ?? [];
  if (day && month && year) {
    const hours = (Number(hour) % (half ? 12 : 24)) + (half === 'PM' ? 12 : 0);
    return stamp(year, month, day, { hour: hours, rest: `${minute}:${second}` });
  }
  const [, monthName, dayOf, hourOf, minuteOf, secondOf, yearOf] = MONTH_FIRST.exec(told) ?? [];
  return monthName && dayOf && yearOf
    ? stamp(yearOf, monthName, dayOf, { hour: Number(hourOf), rest: `${minuteOf}:${secondOf}` })
    : undefined;
};

const STEP =
  /^\s{2,}(?:\*\*\s)?(Install|Dep-Install|Upgrade|Upgraded|Update|Updated|Downgrade|Downgraded|Reinstall|Reinstalled|Erase|Removed|Obsoleted?|Obsoleting)\s+(\S+)/;
const SAME = new Map([
  ['Dep-Install', 'Install'],
  ['Update', 'Upgrade'],
  // yum's history calls the older package so; its log means the newer one by the same word.
  ['Updated', 'Upgraded'],
  ['Obsolete', 'Obsoleted'],
]);

/** What `dnf history info` or `yum history info` prints of one or several transactions. */
export const dnfHistory = (lines: readonly string[]): RpmStep[] => {
  let fields = new Map<string, string>();
  return lines.flatMap((line): RpmStep[] => {
    const [, name, told] = FIELD.exec(line) ?? [];
    if (name && told !== undefined) {
      if (name === 'Transaction ID') fields = new Map();
      fields.set(name, told.trim());
      return [];
    }
    const [, word = '', what = ''] = STEP.exec(line) ?? [];
    const rpm = rpmOf(what);
    const time = beginTime(fields.get('Begin time') ?? '');
    if (!rpm || !time) return [];
    const person = /<([^>\s]+)>/.exec(fields.get('User') ?? '')?.[1];
    return [{ word: SAME.get(word) ?? word, rpm, time, person, command: fields.get('Command Line') }];
  });
};
