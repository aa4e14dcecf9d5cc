import { eventId } from '../../events/event-id.js';
import { uriPart } from '../../support/text.js';
import { linksTo, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { pageOf, revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, type Record, repositoryIn, SOURCE } from './parts.js';

/** A release by webhook or by the API; deleting it takes it back, until it is made again at a later time. */
export const interpretRelease = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryIn(record);
  const tag = textAt(value, 'tag') ?? textAt(value, 'tag_name');
  const at = timeAt(value, 'released_at', 'created_at');
  if (!repo || !tag || !at) return ignored('The release does not tell its project, its tag or its time.');
  const sha = shaAt(value, 'commit.id');
  const isDeleted = value['action'] === 'delete';
  return told({
    type: 'artifact.published',
    id: eventId('artifact.published', repo.id, tag),
    source: SOURCE,
    at,
    revision: revisionAt(at) + (isDeleted ? 1 : 0),
    retracted: isDeleted || undefined,
    actor: actorOf(repo.host, value['author'], settings),
    url: pageOf(value['url']) ?? pageOf(textAt(value, '_links.self')),
    artifact: packageUrl(repo, tag),
    version: tag,
    repo: repo.id,
    sha,
    links: linksTo(repo, { shas: [sha] }),
  });
};

/** Of a server of one's own, the server is named as a qualifier. */
const packageUrl = (repo: Repository, tag: string): string => {
  const server = repo.host === 'gitlab.com' ? '' : `?repository_url=${uriPart(`https://${repo.host}`)}`;
  return `pkg:gitlab/${repo.path.toLowerCase()}@${uriPart(tag)}${server}`;
};
