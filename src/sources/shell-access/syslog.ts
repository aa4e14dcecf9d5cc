import { instantFrom } from '../instants.js';
import type { LogLine } from './payload.js';
import type { ShellAccessSettings } from './settings.js';

/** A line of a system's log, taken apart. */
export interface Entry {
  readonly at: string | undefined;
  readonly host: string | undefined;
  readonly program: string | undefined;
  readonly pid: string | undefined;
  readonly boot: string | undefined;
  readonly message: string;
}

const PRIORITY = /^<\d{1,3}>/;
const VERSION_1 =
  /^1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (?:-|\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]) ?(.*)$/;
const ISO = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,16}) (\S{1,255}) (.*)$/;
const CLASSIC = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\S{1,255}) (.*)$/;
const TAG = /^([\w./-]{1,60})(?:\[(\d{1,10})\])?: (.*)$/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What a shipper or journald told beside the line stands in for what the line itself leaves out. */
export const entryOf = (line: LogLine, sentAt: string | undefined, settings: ShellAccessSettings): Entry => {
  const text = line.line.trim().replace(PRIORITY, '');
  const around = { at: line.at, host: line.host, program: line.program, pid: line.pid, boot: line.boot };
  const modern = VERSION_1.exec(text);
  if (modern) {
    const [, time, host, program, pid, , message] = modern;
    const at = instantFrom(time!, settings.zone) ?? around.at;
    return { ...around, at, host: known(host), program: known(program), pid: known(pid), message: message! };
  }
  const iso = ISO.exec(text);
  if (iso)
    return { ...around, at: instantFrom(iso[1]!, settings.zone), host: iso[2], ...tagIn(iso[3]!, line) };
  const classic = CLASSIC.exec(text);
  if (!classic) return { ...around, ...tagIn(text, line) };
  const [, month, day, clock, host, rest] = classic;
  // The shipper's time has a year; the line's own is the time at which it was written.
  const near = sentAt ?? line.at;
  const at = timeInYear(
    { month: MONTHS.indexOf(month!) + 1, day: Number(day), clock: clock! },
    near,
    settings,
  );
  return { ...around, at: at ?? line.at, host, ...tagIn(rest!, line) };
};

const known = (text: string | undefined): string | undefined => (text === '-' ? undefined : text);

const tagIn = (text: string, line: LogLine): Pick<Entry, 'program' | 'pid' | 'message'> => {
  const tag = TAG.exec(text);
  // journald's message has no tag, but a text may look like one: `pam_unix(sshd:session): session opened`.
  if (!tag || (line.program && tag[2] === undefined))
    return { program: line.program, pid: line.pid, message: text };
  return { program: tag[1], pid: tag[2] ?? line.pid, message: tag[3]! };
};

interface Told {
  readonly month: number;
  readonly day: number;
  readonly clock: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A line was written before it was sent: the latest year in which it was not written in the future. */
const timeInYear = (
  { month, day, clock }: Told,
  near: string | undefined,
  { year, zone }: ShellAccessSettings,
): string | undefined => {
  const written = (one: number): string | undefined =>
    month < 1
      ? undefined
      : instantFrom(
          `${one}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${clock}`,
          zone,
        );
  if (!near) return year === undefined ? undefined : written(year);
  const sent = new Date(near);
  const inYear = written(sent.getUTCFullYear() + 1);
  const candidates = [inYear, written(sent.getUTCFullYear()), written(sent.getUTCFullYear() - 1)];
  return candidates.find((at) => at !== undefined && Date.parse(at) <= sent.getTime() + DAY_MS);
};
