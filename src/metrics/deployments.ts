import { type Sql, sql } from '../support/sql.js';
import { inScope, ofServices } from './conditions.js';
import type { Scope } from './metric.js';

/** Deployments that ended in the scope. Taking a service off an environment delivers nothing and breaks nothing. */
export const finishedIn = (scope: Scope): Sql =>
  sql`d.kind is distinct from 'remove' and ${inScope('d', 'at', scope)}`;

/** Failures of deployments, on the environment and by the services of the scope; `f` is the alias. */
export const failuresIn = (scope: Scope): Sql =>
  sql`f.environment = ${scope.environment} and ${ofServices('f.service', scope)}`;

/** Grades of evidence that a deployment failed, the best first. */
export const GRADES = sql`array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW']`;

export const finishedText =
  'A deployment counts on the day it ended, whatever its outcome; taking a service off the environment does not ' +
  'count, and a cancelled deployment is left out (CANCELLED).';
