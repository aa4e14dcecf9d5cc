import type { AuditFilter, AuditKind, AuditRole, Verdict } from '../api/graphql.js';
import type { Asked } from '../filters/use-filters.js';

/** What the pages of the audit trail add to the filters of the URL; empty: anything. */
export interface TrailSearch {
  /** A person by id, or an account as a source names it: those have a colon. */
  who: string;
  team: string;
  role: string;
  host: string;
  artifact: string;
  commit: string;
  ticket: string;
  text: string;
  kind: string;
  outcome: string;
  verdict: string;
}

export const searchNames = [
  'who',
  'team',
  'role',
  'host',
  'artifact',
  'commit',
  'ticket',
  'text',
  'kind',
  'outcome',
  'verdict',
] as const satisfies readonly (keyof TrailSearch)[];

export const kinds: readonly AuditKind[] = [
  'CHANGE',
  'COMMIT',
  'DEPLOYMENT',
  'EXECUTION',
  'AUTOMATION',
  'ACCESS',
  'RESOURCE',
  'APPROVAL',
];
export const roles: readonly AuditRole[] = ['INITIATOR', 'ACTOR', 'AUTHORIZER'];
export const verdicts: readonly Verdict[] = ['FAIL', 'EXCEPTION', 'UNKNOWN', 'PASS'];

const known = <T extends string>(names: readonly T[], text: string): T | undefined =>
  names.find((name) => name === text);

export const readTrailSearch = (search: string): TrailSearch => {
  const query = new URLSearchParams(search);
  const said = Object.fromEntries(searchNames.map((name) => [name, query.get(name)?.trim() ?? '']));
  return said as unknown as TrailSearch;
};

/** The query string with this search in it and all else kept. */
export const withTrailSearch = (search: string, said: Partial<TrailSearch>): string => {
  const query = new URLSearchParams(search);
  for (const name of searchNames) {
    const value = said[name]?.trim();
    if (value === undefined) continue;
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  return text && `?${text}`;
};

const one = <T>(value: T | undefined | ''): T[] | null => (value ? [value as T] : null);

/** The question that the filters and the search make together. */
export const auditFilterOf = ({ filters, question }: Asked, search: TrailSearch): AuditFilter => {
  // All time reaches over what is known of changes and deployments alone.
  const ever = 'preset' in question.range && question.range.preset === 'all';
  const account = search.who.includes(':');
  return {
    people: account ? null : one(search.who),
    actors: account ? one(search.who) : null,
    teams: one(search.team),
    roles: one(known(roles, search.role)),
    services: filters.services.length > 0 ? filters.services : null,
    environments: one(filters.environment),
    hosts: one(search.host),
    artifacts: one(search.artifact),
    commits: one(search.commit),
    tickets: one(search.ticket),
    kinds: one(known(kinds, search.kind)),
    outcomes: one(search.outcome),
    verdicts: one(known(verdicts, search.verdict)),
    text: search.text || null,
    from: ever ? null : question.filter.from,
    to: ever ? null : question.filter.to,
    asOf: filters.asOf ?? null,
  };
};

const parameterNames: [keyof AuditFilter, string][] = [
  ['kinds', 'kind'],
  ['people', 'person'],
  ['actors', 'actor'],
  ['teams', 'team'],
  ['roles', 'role'],
  ['services', 'service'],
  ['environments', 'environment'],
  ['hosts', 'host'],
  ['artifacts', 'artifact'],
  ['commits', 'commit'],
  ['tickets', 'ticket'],
  ['outcomes', 'outcome'],
  ['verdicts', 'verdict'],
  ['text', 'text'],
  ['from', 'from'],
  ['to', 'to'],
  ['asOf', 'asOf'],
];

/** Where the whole list of a question can be fetched. */
export const exportPath = (format: 'csv' | 'ndjson', filter: AuditFilter): string => {
  const query = new URLSearchParams();
  for (const [field, name] of parameterNames) {
    const value = filter[field];
    for (const each of Array.isArray(value) ? value : [value])
      if (typeof each === 'string' && each) query.append(name, each);
  }
  const text = query.toString();
  return `/audit.${format}${text && `?${text}`}`;
};
