import { raw, type Sql, sql } from '../support/sql.js';
import type { Scope } from './metric.js';

/** One service is compared by `=`, so that an index on it also gives the order of time. */
export const ofServices = (column: string, { services }: Pick<Scope, 'services'>): Sql => {
  if (!services) return raw('true');
  if (services.length === 1) return sql`${raw(column)} = ${services[0]}`;
  return sql`${raw(column)} = any(${services})`;
};

export const during = (column: string, { from, to }: Pick<Scope, 'from' | 'to'>): Sql =>
  sql`${raw(column)} >= ${from} and ${raw(column)} < ${to}`;

/** Of services that changed hands only what happened while the teams asked for owned them. Begins with `and`, or is empty. */
export const whileOwned = (
  serviceColumn: string,
  timeColumn: string,
  { owned }: Pick<Scope, 'owned'>,
): Sql => {
  if (!owned) return raw('');
  const spans = sql`unnest(${owned.map(({ service }) => service)}::text[], ${owned.map(({ from }) => from)}::timestamptz[],
    ${owned.map(({ to }) => to)}::timestamptz[]) as owned(service, since, until)`;
  return sql` and exists (select from ${spans}
    where owned.service = ${raw(serviceColumn)} and ${raw(timeColumn)} >= owned.since and ${raw(timeColumn)} < owned.until)`;
};

/** On the environment, by the services and in the range of the scope. `table` is an alias. */
export const inScope = (table: string, timeColumn: string, scope: Scope): Sql =>
  sql`${raw(table)}.environment = ${scope.environment} and ${ofServices(`${table}.service`, scope)}
  and ${during(`${table}.${timeColumn}`, scope)}${whileOwned(`${table}.service`, `${table}.${timeColumn}`, scope)}`;
