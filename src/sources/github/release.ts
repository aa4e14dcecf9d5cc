import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { storable, uriPart } from '../../support/text.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { linksTo, type Repository } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, name, optional, pageOf, repository, text, user } from './parts.js';

export const releaseBody = z.object({
  action: name,
  release: z.object({
    tag_name: name,
    target_commitish: optional(text),
    published_at: optional(instant),
    html_url: optional(text),
    author: optional(user),
  }),
  repository,
  sender: optional(user),
});
type ReleaseEvent = z.output<typeof releaseBody>;

export const interpretRelease = ({
  action,
  release,
  repository: repo,
  sender,
}: ReleaseEvent): Interpretation => {
  const { tag_name: tag, published_at: at } = release;
  if (action !== 'published')
    return ignored(`The release was ${action}; only publishing it makes an artifact known`);
  if (!at) return ignored('The release does not tell when it was published');
  const sha = commitOf(release.target_commitish);
  return accepted({
    type: 'artifact.published',
    id: eventId('artifact.published', repo.id, tag, at),
    source: SOURCE,
    at,
    actor: actorOf(repo.host, sender ?? release.author),
    url: pageOf(release.html_url),
    artifact: packageUrl(repo, tag),
    version: tag,
    repo: repo.id,
    sha,
    links: linksTo(repo, { shas: [sha] }),
  });
};

/** A release is made from a commit or from a branch; where a branch stood then is not told. */
const commitOf = (target: string | undefined): string | undefined =>
  target && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(target) ? target : undefined;

/** The purl type `github` is written in lower case; an enterprise server is named as a qualifier. */
const packageUrl = (repo: Repository, tag: string): string => {
  const server = repo.host === 'github.com' ? '' : `?repository_url=${uriPart(`https://${repo.host}`)}`;
  return `pkg:github/${repo.path.toLowerCase()}@${uriPart(storable(tag))}${server}`;
};
