import type { FlowFilter } from '../api/graphql.js';
import type { FlowScope } from '../shell/scope.js';
import type { AnyHandoffs } from './queries.js';

/** Before the first and after the last event that a system could tell. */
export const ever: FlowFilter = { from: '1970-01-01T00:00:00Z', to: '2200-01-01T00:00:00Z' };

/** @returns when something was last handed over or taken up; undefined when nothing ever was. */
export const lastOf = (any: AnyHandoffs): string | undefined => {
  const handed = [any.people, any.teams, any.lines].flatMap(({ nodes }) => nodes.map(({ at }) => at));
  const held = [any.held, any.heldByTeams].flatMap(({ nodes }) => nodes.map(({ lastAt }) => lastAt));
  return [...handed, ...held].sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
};

const later = (a: string | null, b: string): string => (a !== null && Date.parse(a) > Date.parse(b) ? a : b);

/** Handoffs may be known of a time without a change or deployment: `all time` reaches over them too. */
export const spanning = (scope: FlowScope, last: string): FlowScope => ({
  ...scope,
  firstAt: ever.from,
  lastAt: later(scope.lastAt, last),
});
