import type { Bucket, Clock, FlowFilter, LeadTimeDefinition } from '../api/graphql.js';
import { addDays, dayOf, daysBetween, startOfDay } from './days.js';
import { type Filters, type Preset, presets, type Range, withFilters } from './filters.js';

/** What the store holds: the names to choose from and the span that its events cover. */
export interface Scope {
  services: string[];
  environments: string[];
  firstAt: string | null;
  lastAt: string | null;
}

export interface Surroundings {
  scope: Scope;
  now: Date;
  browserZone: string;
  /** The range where the URL names none: the last 90 days, or all time where those are empty. */
  unsaid?: Preset;
}

/** The filters with every default decided: what is asked of the server. */
export interface Question {
  filter: FlowFilter;
  /** The same length of time just before; undefined for all time, before which there is nothing. */
  previous?: FlowFilter;
  definition: LeadTimeDefinition;
  clock: Clock;
  bucket: Bucket;
  zone: string;
  environment: string;
  range: Range;
  /** Days in the query's zone, both included. */
  days: { from: string; to: string; count: number };
  /** `Last 90 days`, or undefined where the two dates say it. */
  rangeName?: string;
}

const lengths: Record<Exclude<Preset, 'all'>, number> = { '30d': 30, '90d': 90, '365d': 365 };

const decideRange = ({ scope, now, unsaid }: Surroundings): Range => {
  if (unsaid) return { preset: unsaid };
  const recent = now.getTime() - 90 * 86_400_000;
  const hasRecent = scope.lastAt !== null && Date.parse(scope.lastAt) >= recent;
  return { preset: hasRecent ? '90d' : 'all' };
};

const daysOf = (range: Range, { scope, now }: Surroundings, zone: string): { from: string; to: string } => {
  if (!('preset' in range)) return range;
  const today = dayOf(now, zone);
  if (range.preset !== 'all') return { from: addDays(today, 1 - lengths[range.preset]), to: today };
  return {
    from: scope.firstAt ? dayOf(new Date(scope.firstAt), zone) : today,
    to: scope.lastAt ? dayOf(new Date(scope.lastAt), zone) : today,
  };
};

/** About 30 points at most: days for a month, weeks for half a year, months beyond. */
const bucketFor = (days: number): Bucket => {
  if (days <= 31) return 'DAY';
  return days <= 200 ? 'WEEK' : 'MONTH';
};

const environmentOf = ({ environment }: Filters, { environments }: Scope): string =>
  environment ?? (environments.includes('production') ? 'production' : environments[0]) ?? 'production';

/** Decides every default, so that a question is complete and can be repeated. */
export const resolve = (filters: Filters, surroundings: Surroundings): Question => {
  const zone = filters.zone ?? surroundings.browserZone;
  const range = filters.range ?? decideRange(surroundings);
  const { from, to } = daysOf(range, surroundings, zone);
  const length = daysBetween(from, to);
  const environment = environmentOf(filters, surroundings.scope);
  const between = (start: string, end: string): FlowFilter => ({
    services: filters.services.length > 0 ? filters.services : null,
    environment,
    from: startOfDay(start, zone).toISOString(),
    to: startOfDay(end, zone, 1).toISOString(),
    zone,
    asOf: filters.asOf ?? null,
  });
  const allTime = 'preset' in range && range.preset === 'all';
  return {
    filter: between(from, to),
    previous: allTime ? undefined : between(addDays(from, -length), addDays(from, -1)),
    definition: filters.definition,
    clock: filters.clock,
    bucket: filters.bucket ?? bucketFor(length),
    zone,
    environment,
    range,
    days: { from, to, count: length },
    rangeName: 'preset' in range ? presets[range.preset] : undefined,
  };
};

/** A query string that asks the same question on another day and in another zone. @param search is kept besides. */
export const pinned = (filters: Filters, question: Question, asOf: string, search = ''): string =>
  withFilters(search, {
    ...filters,
    environment: question.environment,
    range: { from: question.days.from, to: question.days.to },
    bucket: question.bucket,
    zone: question.zone,
    asOf,
  });
