import type { DeliveryEvent, EventOf, EventType } from '../../events/vocabulary.js';
import type { Projection } from '../projection.js';

/** A change request (pull or merge request) of a repository. */
export type ChangeRow = {
  readonly repo: string;
  readonly id: string;
  readonly title: string;
  readonly author_id: string | null;
  readonly author_name: string | null;
  readonly url: string | null;
  readonly opened_at: string | null;
  readonly first_commit_at: string | null;
  /** First review by somebody other than the author. */
  readonly first_review_at: string | null;
  readonly approved_at: string | null;
  readonly merged_at: string | null;
  readonly abandoned_at: string | null;
  readonly merge_sha: string | null;
  readonly head_sha: string | null;
  readonly base_sha: string | null;
  readonly commit_count: number | null;
  readonly listed_commits: readonly string[];
  /** Event id of the first review that asked for changes. */
  readonly returned_by: string | null;
  readonly returned_at: string | null;
  readonly reverts_change: string | null;
  readonly items: readonly string[];
  readonly event_id: string;
  readonly merge_event_id: string | null;
};

type ChangeEvent = EventOf<
  'change.opened' | 'change.updated' | 'change.reviewed' | 'change.merged' | 'change.abandoned'
>;

const isChange = (event: DeliveryEvent): event is ChangeEvent => event.type.startsWith('change.');

const ofType = <T extends EventType>(events: readonly DeliveryEvent[], type: T): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);

const earliest = (times: readonly (string | undefined)[]): string | null =>
  times.filter((time) => time !== undefined).sort()[0] ?? null;

export const changes: Projection<ChangeRow> = {
  id: 'change',
  table: 'change',
  identity: ['repo', 'id'],
  columns: [
    'repo',
    'id',
    'title',
    'author_id',
    'author_name',
    'url',
    'opened_at',
    'first_commit_at',
    'first_review_at',
    'approved_at',
    'merged_at',
    'abandoned_at',
    'merge_sha',
    'head_sha',
    'base_sha',
    'commit_count',
    'listed_commits',
    'returned_by',
    'returned_at',
    'reverts_change',
    'items',
    'event_id',
    'merge_event_id',
  ],
  identify: (event) => (isChange(event) ? { repo: event.repo, id: event.change } : undefined),
  fold: (all) => {
    const events = all.filter(isChange);
    const first = events[0];
    if (!first) return undefined;
    const opened = ofType(events, 'change.opened')[0];
    const merged = ofType(events, 'change.merged')[0];
    return {
      repo: first.repo,
      id: first.change,
      ...described(events, opened),
      ...reviewed(events, opened),
      ...mergedAs(events, opened, merged),
      abandoned_at: merged ? null : abandonedAt(events),
      items: [...new Set(events.flatMap((event) => event.items ?? []))].sort(),
      event_id: opened?.id ?? first.id,
    };
  },
};

/** Closed without a merge, and nothing but reviews since. */
const abandonedAt = (events: readonly ChangeEvent[]): string | null => {
  const last = events.findLast(({ type }) => type !== 'change.reviewed');
  return last?.type === 'change.abandoned' ? last.at : null;
};

const described = (events: readonly ChangeEvent[], opened: EventOf<'change.opened'> | undefined) => ({
  title: events.findLast((event) => event.title !== undefined)?.title ?? '',
  author_id: opened?.actor?.id ?? null,
  author_name: opened?.actor?.name ?? null,
  url: opened?.url ?? events.find((event) => event.url)?.url ?? null,
});

/** A review is what somebody else thinks of it: neither its author nor a machine reviews. */
const reviewed = (events: readonly ChangeEvent[], opened: EventOf<'change.opened'> | undefined) => {
  const reviews = ofType(events, 'change.reviewed').filter(
    ({ actor }) => !actor || (actor.kind === 'human' && actor.id !== opened?.actor?.id),
  );
  const returned = reviews.find(({ decision }) => decision === 'changes_requested');
  return {
    first_review_at: reviews.find(({ decision }) => decision !== 'dismissed')?.at ?? null,
    approved_at: standingApproval(reviews),
    returned_by: returned?.id ?? null,
    returned_at: returned?.at ?? null,
  };
};

/** The first approval that its reviewer has not dismissed, or replaced by asking for changes, since. */
const standingApproval = (reviews: readonly EventOf<'change.reviewed'>[]): string | null => {
  const approval = reviews.find((review, i) => {
    if (review.decision !== 'approved') return false;
    const later = reviews.slice(i + 1).filter(({ actor }) => actor?.id === review.actor?.id);
    return !later.some(({ decision }) => decision === 'dismissed' || decision === 'changes_requested');
  });
  return approval?.at ?? null;
};

const mergedAs = (
  events: readonly ChangeEvent[],
  opened: EventOf<'change.opened'> | undefined,
  merged: EventOf<'change.merged'> | undefined,
) => ({
  opened_at: opened?.at ?? merged?.openedAt ?? null,
  first_commit_at: earliest([opened?.firstCommitAt, merged?.firstCommitAt]),
  merged_at: merged?.at ?? null,
  merge_sha: merged?.mergeSha ?? null,
  head_sha:
    merged?.headSha ?? ofType(events, 'change.updated').findLast(({ headSha }) => headSha)?.headSha ?? null,
  base_sha: merged?.baseSha ?? null,
  commit_count: merged?.commitCount ?? null,
  listed_commits: merged?.commits ?? [],
  reverts_change: merged?.revertsChange ?? null,
  merge_event_id: merged?.id ?? null,
});
