import { currentEvents } from '../events/current.js';
import type { Actor, DeliveryEvent } from '../events/vocabulary.js';
import { changeKey, commitKey } from '../projections/keys.js';
import { distinctBy } from '../support/distinct.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import type { AuditLine } from './trail.js';

/** Who allowed something, or refused it. */
export interface Approval {
  readonly decision: string;
  readonly at: Date;
  readonly by: Actor | undefined;
  readonly event: string;
}

/** What was checked, and with which outcome. */
export interface Verification {
  readonly suite: string;
  readonly outcome: string;
  readonly at: Date;
  readonly event: string;
}

/** What other systems say of what a line is about. */
export interface Context {
  readonly approvals: readonly Approval[];
  readonly verifications: readonly Verification[];
}

const TYPES = ['approval.decided', 'change.reviewed', 'verification.finished'];

/** The approvals and verifications of lines, of their commits, change requests and artifacts. In the order of the lines. */
export const contextOf = async (db: Db, lines: readonly AuditLine[], asOf: Date): Promise<Context[]> => {
  const changes = await changesOf(db, lines);
  const keys = lines.map((line, i) => keysOf(line, changes[i]!));
  const { rows } = await db.query<{ key: string; data: string }>(sql`
    select k.key, e.data from throughline.event_key k join throughline.event e on e.id = k.event_id
    where k.key = any(${[...new Set(keys.flat())]}) and e.type = any(${TYPES}) and e.recorded_at <= ${asOf}
    order by k.key, e.id, e.digest`);
  const told = new Map<string, DeliveryEvent[]>();
  for (const { key, data } of rows) {
    const events = told.get(key);
    const event = JSON.parse(data) as DeliveryEvent;
    if (events) events.push(event);
    else told.set(key, [event]);
  }
  // An event that several keys lead to is one.
  const tellingsOf = (own: readonly string[]): DeliveryEvent[] =>
    distinctBy(
      own.flatMap((key) => told.get(key) ?? []),
      (event) => JSON.stringify(event),
    );
  return keys.map((own) => asContext(currentEvents(tellingsOf(own))));
};

const keysOf = (
  { key, repo, sha, change, artifact, digest }: AuditLine,
  changes: readonly string[],
): string[] => [
  ...new Set([
    key,
    ...(repo && sha ? [commitKey(repo, sha)] : []),
    ...(repo ? [...changes, ...(change ? [change] : [])].map((one) => changeKey(repo, one)) : []),
    ...(artifact ? [`artifact:${artifact}`] : []),
    ...(digest ? [`digest:${digest}`] : []),
  ]),
];

/** The change requests that the commits of the lines belong to, or were made by. */
export const changesOf = async (db: Db, lines: readonly AuditLine[]): Promise<string[][]> => {
  const { rows } = await db.query<{ repo: string; sha: string; change: string }>(sql`
    with w as materialized (
      select * from unnest(${lines.map(({ repo }) => repo)}::text[], ${lines.map(({ sha }) => sha)}::text[]) w(repo, sha)
    )
    select m.repo, m.sha, m.change from w join change_commit m on m.repo = w.repo and m.sha = w.sha
    union select c.repo, c.merge_sha, c.id from w join change c on c.repo = w.repo and c.merge_sha = w.sha
    order by repo, sha, change`);
  return lines.map(({ repo, sha }) =>
    rows.filter((row) => row.repo === repo && row.sha === sha).map(({ change }) => change),
  );
};

const asContext = (events: readonly DeliveryEvent[]): Context => ({
  approvals: events.flatMap((event) => {
    if (event.type !== 'approval.decided' && event.type !== 'change.reviewed') return [];
    return [{ decision: event.decision, at: new Date(event.at), by: event.actor, event: event.id }];
  }),
  verifications: events.flatMap((event) =>
    event.type === 'verification.finished'
      ? [{ suite: event.suite, outcome: event.outcome, at: new Date(event.at), event: event.id }]
      : [],
  ),
});
