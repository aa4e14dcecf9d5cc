import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Projection } from '../projection.js';

export type CommitRow = {
  readonly repo: string;
  readonly sha: string;
  readonly committed_at: string;
  readonly authored_at: string;
  readonly title: string;
  readonly author_id: string | null;
  readonly author_name: string | null;
  readonly parents: readonly string[];
  readonly parents_assumed: boolean;
  readonly mainline: boolean;
  readonly merge: boolean;
  readonly is_revert: boolean;
  readonly reverts: readonly string[];
  readonly fixes: readonly string[];
  readonly cherry_pick_of: string | null;
  readonly items: readonly string[];
  readonly url: string | null;
  readonly event_id: string;
};

const isCommit = (event: DeliveryEvent): event is EventOf<'commit.recorded'> =>
  event.type === 'commit.recorded';

export const commits: Projection<CommitRow> = {
  id: 'commit',
  table: 'commit',
  identity: ['repo', 'sha'],
  columns: [
    'repo',
    'sha',
    'committed_at',
    'authored_at',
    'title',
    'author_id',
    'author_name',
    'parents',
    'parents_assumed',
    'mainline',
    'merge',
    'is_revert',
    'reverts',
    'fixes',
    'cherry_pick_of',
    'items',
    'url',
    'event_id',
  ],
  identify: (event) => (isCommit(event) ? { repo: event.repo, sha: event.sha } : undefined),
  fold: (events) => {
    const told = events.find(isCommit);
    if (!told) return undefined;
    const parents = told.parents ?? told.assumedParents ?? [];
    return {
      repo: told.repo,
      sha: told.sha,
      committed_at: told.committedAt,
      authored_at: told.authoredAt,
      title: told.title,
      author_id: told.actor?.id ?? null,
      author_name: told.actor?.name ?? null,
      parents,
      parents_assumed: told.parents === undefined,
      mainline: told.mainline ?? false,
      merge: parents.length > 1,
      is_revert: told.isRevert ?? false,
      reverts: told.reverts ?? [],
      fixes: told.fixes ?? [],
      cherry_pick_of: told.cherryPickOf ?? null,
      items: told.items ?? [],
      url: told.url ?? null,
      event_id: told.id,
    };
  },
};
