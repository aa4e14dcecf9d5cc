import type { Bucket, Clock, HandoffLevel, LeadTimeDefinition, WaitTime } from '../api/graphql.js';
import { isZone } from '../format/time.js';

/** What the URL says. Whatever it leaves out is undefined, and `resolve` decides. */
export interface Filters {
  services: string[];
  environment?: string;
  definition: LeadTimeDefinition;
  clock: Clock;
  /** Whom holders of an item are told apart by, on the page of the handoffs. */
  level: HandoffLevel;
  /** How a wait at a handoff is counted: wall-clock or business time. */
  time: WaitTime;
  range?: Range;
  bucket?: Bucket;
  zone?: string;
  /** ISO instant: ask as of this recording time. */
  asOf?: string;
}

export type Preset = '30d' | '90d' | '365d' | 'all';
/** Days of the query's zone, both included, as a person picks them: `2026-01-01` to `2026-01-31` is January. */
export type Range = { preset: Preset } | { from: string; to: string };

export const presets: Record<Preset, string> = {
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '365d': 'Last 365 days',
  all: 'All time',
};

export const definitions: readonly LeadTimeDefinition[] = [
  'COMMIT_TO_DEPLOY',
  'FIRST_COMMIT_TO_DEPLOY',
  'OPENED_TO_DEPLOY',
  'MERGED_TO_DEPLOY',
  'BUILT_TO_DEPLOY',
  'STARTED_TO_DEPLOY',
  'REQUESTED_TO_DEPLOY',
];
export const buckets: readonly Bucket[] = ['DAY', 'WEEK', 'MONTH'];
const clocks: readonly Clock[] = ['COMMITTED', 'AUTHORED'];
export const levels: readonly HandoffLevel[] = ['PERSON', 'TEAM', 'LINE'];
export const times: readonly WaitTime[] = ['WALL', 'BUSINESS'];

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | undefined =>
  known.find((name) => name === text);

export const isDay = (text: string | null): text is string =>
  text !== null &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

const readRange = (query: URLSearchParams): Range | undefined => {
  const from = query.get('from');
  const to = query.get('to');
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  const preset = oneOf(Object.keys(presets) as Preset[], query.get('range'));
  return preset && { preset };
};

const readInstant = (text: string | null): string | undefined => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};

/** Reads the filters from a query string; what cannot be understood counts as not said. */
export const readFilters = (search: string): Filters => {
  const query = new URLSearchParams(search);
  const zone = query.get('zone');
  return {
    services: [...new Set(query.getAll('service').filter(Boolean))].sort(),
    environment: query.get('environment') || undefined,
    definition: oneOf(definitions, query.get('definition')) ?? 'COMMIT_TO_DEPLOY',
    clock: oneOf(clocks, query.get('clock')) ?? 'COMMITTED',
    level: oneOf(levels, query.get('level')) ?? 'PERSON',
    time: oneOf(times, query.get('time')) ?? 'WALL',
    range: readRange(query),
    bucket: oneOf(buckets, query.get('bucket')),
    zone: zone && isZone(zone) ? zone : undefined,
    asOf: readInstant(query.get('asOf')),
  };
};

const rangeEntries = (range: Range | undefined): Record<string, string | undefined> => {
  if (!range) return {};
  return 'preset' in range ? { range: range.preset } : { from: range.from, to: range.to };
};

/** The query string of these filters, with a leading `?` unless it is empty. Defaults are left out. */
export const writeFilters = (filters: Filters): string => {
  const query = new URLSearchParams(filters.services.map((service) => ['service', service]));
  const entries = {
    environment: filters.environment,
    definition: filters.definition === 'COMMIT_TO_DEPLOY' ? undefined : filters.definition,
    clock: filters.clock === 'COMMITTED' ? undefined : filters.clock,
    level: filters.level === 'PERSON' ? undefined : filters.level,
    time: filters.time === 'WALL' ? undefined : filters.time,
    ...rangeEntries(filters.range),
    bucket: filters.bucket,
    zone: filters.zone,
    asOf: filters.asOf,
  };
  for (const [name, value] of Object.entries(entries)) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text && `?${text}`;
};

const filterNames = [
  'service',
  'environment',
  'definition',
  'clock',
  'level',
  'time',
  'range',
  'from',
  'to',
  'bucket',
  'zone',
  'asOf',
];

/** A query string with other filters and everything else in it kept. */
export const withFilters = (search: string, filters: Filters): string => {
  const kept = new URLSearchParams(search);
  for (const name of filterNames) kept.delete(name);
  const query = new URLSearchParams(writeFilters(filters));
  for (const [name, value] of kept) query.append(name, value);
  const text = query.toString();
  return text && `?${text}`;
};
