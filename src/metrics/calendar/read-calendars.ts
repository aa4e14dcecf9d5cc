import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, type YAMLError } from 'yaml';
import { z } from 'zod';
import { messageOf, UserError } from '../../support/errors.js';
import { parseYaml } from '../../support/yaml.js';
import { checkedZone } from '../zone.js';
import type { BusinessCalendar, Span } from './business-clock.js';

/** The calendars of teams, and the one of all others, if there is one. */
export interface Calendars {
  readonly teams: ReadonlyMap<string, BusinessCalendar>;
  readonly usual: BusinessCalendar | undefined;
}

export const NO_CALENDARS: Calendars = { teams: new Map(), usual: undefined };

/** The calendar by which somebody of a team is waited for. */
export const calendarOf = (calendars: Calendars, team: string | null): BusinessCalendar | undefined =>
  (team === null ? undefined : calendars.teams.get(team)) ?? calendars.usual;

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const clock = /^(\d{1,2}):(\d{2})$/;
const minutes = (text: string): number => {
  const [, hour, minute] = clock.exec(text) ?? [];
  const value = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && value <= 1_440 ? value : Number.NaN;
};

const span = z.string().transform((text, context): Span => {
  const [from = Number.NaN, to = Number.NaN, ...more] = text.split('-').map((part) => minutes(part.trim()));
  if (more.length === 0 && !Number.isNaN(from + to)) return { from, to: to > from ? to : to + 1_440 };
  context.issues.push({
    code: 'custom',
    message: `${JSON.stringify(text)} is no span such as 09:00-17:30`,
    input: text,
  });
  return z.NEVER;
});

const holiday = z.string().refine((text) => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text.length === 10;
}, 'must be a date such as 2026-12-25');

const calendar = z.strictObject({
  zone: z.string(),
  hours: z.partialRecord(
    z.enum(DAYS),
    z.preprocess((told) => (typeof told === 'string' ? [told] : told), z.array(span)),
  ),
  holidays: z.array(holiday).default([]),
});

const file = z.strictObject({
  default: calendar.optional(),
  teams: z.record(z.string(), calendar).default({}),
});

/**
 * Reads a YAML file of business calendars.
 *
 * @throws UserError with line and column, one sentence.
 */
export const readCalendars = (path: string): Calendars => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new UserError(`The calendars ${path} cannot be read: ${messageOf(thrown)}.`);
  }
  return parseCalendars(path, text);
};

export const parseCalendars = (path: string, text: string): Calendars => {
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, prettyErrors: false });
  const [wrong] = document.errors;
  if (wrong) throw badYaml(path, lines, wrong);
  const parsed = file.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const place = placeOf(document, lines, issue.path);
    throw new UserError(
      `${path}:${place.line}:${place.col} ${issue.path.map(String).join('.') || 'the file'}: ${issue.message}.`,
    );
  }
  const { default: usual, teams } = parsed.data;
  return {
    usual: usual && calendarFrom(usual),
    teams: new Map(Object.entries(teams).map(([team, one]) => [team, calendarFrom(one)])),
  };
};

/** Where the value at a path stands, or the nearest value around it. */
const placeOf = (document: Document, lines: LineCounter, path: readonly PropertyKey[]) => {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return { line: 1, col: 1 };
};

const badYaml = (path: string, lines: LineCounter, wrong: YAMLError): UserError => {
  const { line, col } = lines.linePos(wrong.pos[0]);
  return new UserError(`${path}:${line}:${col} is no YAML: ${wrong.message.split('\n', 1)[0]}.`);
};

const calendarFrom = ({ zone, hours, holidays }: z.infer<typeof calendar>): BusinessCalendar => ({
  zone: checkedZone(zone),
  week: DAYS.map((day) => [...(hours[day] ?? [])].sort((a, b) => a.from - b.from)),
  holidays: new Set(holidays),
});
