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

/** On the environment, by the services and in the range of the scope. `table` is an alias. */
export const inScope = (table: string, timeColumn: string, scope: Scope): Sql =>
  sql`${raw(table)}.environment = ${scope.environment} and ${ofServices(`${table}.service`, scope)}
  and ${during(`${table}.${timeColumn}`, scope)}`;
