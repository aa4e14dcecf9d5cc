import { z } from 'zod';
import { firstLine } from '../../support/text.js';
import type { DeliveryEvent } from '../vocabulary.js';
import { type CdEvent, type Ref, saidRef, saidText } from './cd-event.js';
import { repoAt, repoName } from './repo.js';
import { fact, ignored, type Rule, rule } from './rule.js';

const REPOSITORY = 'That a repository came, changed or went says nothing about the delivery of a change.';
const BRANCH =
  'That a branch came or went says nothing about the delivery of a change; its commits and changes do.';

const changeContent = z.object({ description: saidText, repository: saidRef });

interface About {
  readonly repo: string;
  readonly change: string;
  readonly title?: string;
}

const changeRule = (tell: (event: CdEvent, about: About) => DeliveryEvent): Rule =>
  rule(changeContent, (event, { description, repository }) => {
    const repo = repositoryOf(event, repository);
    if (!repo) return { ignored: 'The event does not name the repository of its change.' };
    const title = description && firstLine(description);
    return { events: [tell(event, { repo, change: event.subject.id, ...(title && { title }) })] };
  });

const repositoryOf = (event: CdEvent, repository: Ref | undefined): string | undefined =>
  repository
    ? repoName({
        id: repository.id,
        source: repository.source ?? event.subject.source ?? event.context.source,
      })
    : (repoAt(event.subject.source) ?? repoAt(event.context.source));

const WHOLE_SHA = /^[0-9a-f]{40}$/;

/** Repositories, branches and changes. A change is merged or abandoned once; it is updated and reviewed many times. */
export const codeRules: Readonly<Record<string, Rule>> = {
  'repository.created': ignored(REPOSITORY),
  'repository.modified': ignored(REPOSITORY),
  'repository.deleted': ignored(REPOSITORY),
  'branch.created': ignored(BRANCH),
  'branch.deleted': ignored(BRANCH),
  'change.created': changeRule((event, about) => ({ ...fact(event, 'change.opened'), ...about })),
  'change.updated': changeRule((event, about) => ({
    ...fact(event, 'change.updated', { key: event.context.id }),
    ...about,
    action: 'updated',
  })),
  // CDEvents do not tell what the reviewer decided; that somebody commented is all that is certain.
  'change.reviewed': changeRule((event, about) => ({
    ...fact(event, 'change.reviewed', { key: event.context.id }),
    ...about,
    decision: 'commented',
  })),
  // Some senders call a merged change by its merge commit.
  'change.merged': changeRule((event, about) => ({
    ...fact(event, 'change.merged'),
    ...about,
    ...(WHOLE_SHA.test(about.change) && { mergeSha: about.change }),
  })),
  'change.abandoned': changeRule((event, about) => ({ ...fact(event, 'change.abandoned'), ...about })),
};
