import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { imageLinks, imagePurl, isDigest } from '../../events/image.js';
import { linkList, linkTo } from '../../events/links.js';
import { looseInstant, looseObject, looseText } from '../../support/loose.js';
import { uriPart } from '../../support/text.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { linksTo, type Repository } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { name, optional, pageOf, repository, user } from './parts.js';

const tag = looseObject({ name: looseText, digest: looseText });

const published = z.object({
  name,
  namespace: looseText,
  package_type: looseText,
  ecosystem: looseText,
  html_url: looseText,
  created_at: looseInstant,
  updated_at: looseInstant,
  owner: optional(user),
  package_version: looseObject({
    version: looseText,
    html_url: looseText,
    target_oid: looseText,
    created_at: looseInstant,
    updated_at: looseInstant,
    author: optional(user),
    container_metadata: looseObject({
      tag,
      manifest: looseObject({ digest: looseText }),
      labels: looseObject({ revision: looseText }),
    }),
  }),
});
type Published = z.output<typeof published>;

/** `package`, and what older versions call `registry_package`. */
export const packageBody = z
  .object({
    action: name,
    package: optional(published),
    registry_package: optional(published),
    repository: optional(repository),
    sender: optional(user),
  })
  .transform(({ registry_package, ...told }) => ({ ...told, package: told.package ?? registry_package }));
type PackageEvent = z.output<typeof packageBody>;

export const interpretPackage = (told: PackageEvent): Interpretation => {
  const { action, package: made, repository: repo, sender } = told;
  if (action !== 'published') return ignored(`The package was ${action}; only publishing it makes it known`);
  if (!made?.package_version?.version || !repo)
    return ignored('The package names no version or no repository, so nobody could find it');
  const at = timeOf(made);
  if (!at) return ignored('The package does not tell when it was published');
  const { artifact, digest, links } = isImage(made) ? imageIn(repo, made) : fileIn(repo, made);
  const sha = shaOf(made);
  return accepted({
    type: 'artifact.published',
    id: eventId('artifact.published', repo.id, artifact, at),
    source: SOURCE,
    at,
    actor: actorOf(repo.host, sender ?? made.package_version.author),
    url: pageOf(made.package_version.html_url, made.html_url),
    artifact,
    digest,
    version: made.package_version.container_metadata?.tag?.name ?? made.package_version.version,
    repo: repo.id,
    sha,
    links: linkList(...links, ...(linksTo(repo, { shas: [sha] }) ?? [])),
  });
};

/** Versions of images tell the year 1. */
const timeOf = ({ package_version: version, ...made }: Published): string | undefined =>
  [version?.created_at, version?.updated_at, made.updated_at, made.created_at].find(
    (time) => time !== undefined && time > '1971',
  );

const isImage = ({ package_type, ecosystem }: Published): boolean =>
  [package_type, ecosystem].some((type) => /^(?:container|docker)$/i.test(type ?? ''));

const imageIn = (repo: Repository, made: Published) => {
  const version = made.package_version;
  const metadata = version?.container_metadata;
  const digest = [version?.version, metadata?.manifest?.digest, metadata?.tag?.digest].find(isDigest);
  const host = repo.host === 'github.com' ? 'ghcr.io' : `containers.${repo.host}`;
  const image = {
    repository: `${host}/${ownerOf(repo, made)}/${made.name}`.toLowerCase(),
    tag: metadata?.tag?.name ?? (digest ? undefined : version?.version),
    digest,
  };
  return { artifact: imagePurl(image), digest, links: imageLinks(image) };
};

const TYPES = new Map([
  ['rubygems', 'gem'],
  ['nuget', 'nuget'],
  ['maven', 'maven'],
  ['npm', 'npm'],
]);

const fileIn = (repo: Repository, made: Published) => {
  const kind = (made.package_type ?? 'generic').toLowerCase();
  const type = TYPES.get(kind) ?? 'generic';
  const owner = type === 'npm' && !made.name.startsWith('@') ? `@${ownerOf(repo, made)}/` : '';
  const path = `${owner}${made.name}`.split(/[/:]/).map(uriPart).join('/');
  const artifact = `pkg:${type}/${path}@${uriPart(made.package_version?.version ?? '')}`;
  return { artifact, digest: undefined, links: [linkTo.artifact(artifact)] };
};

const ownerOf = (repo: Repository, { owner }: Published): string =>
  owner?.login ?? repo.path.slice(0, repo.path.indexOf('/'));

/** What `target_oid` is of an image is not its commit: that stands in its label `org.opencontainers.image.revision`. */
const shaOf = (made: Published): string | undefined => {
  const version = made.package_version;
  const sha = isImage(made) ? version?.container_metadata?.labels?.revision : version?.target_oid;
  return sha && /^[0-9a-f]{40}$/.test(sha) && !/^0+$/.test(sha) ? sha : undefined;
};
