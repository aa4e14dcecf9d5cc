import { eventId } from '../../events/event-id.js';
import { type Image, imageLinks, imageOf, imagePurl, isDigest } from '../../events/image.js';
import { linkList } from '../../events/links.js';
import type { Actor } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import type { HubPush, RegistryEvent } from './payload.js';

const SOURCE = 'docker';
const MANIFEST = /manifest|image\.index/;

/** A registry knows accounts, which as a rule belong to pipelines; it checked who it was. */
const account = (name: string | undefined): Actor | undefined =>
  name ? { id: `docker:${name}`, name, kind: 'service', confidence: 'authenticated' } : undefined;

export const interpretRegistryEvent = (event: RegistryEvent, instance: string): Told => {
  const { action, timestamp, target } = event;
  if (action === 'pull') return ignored('Who pulls an image does not deliver it; a deployment tells that.');
  if (action === 'mount') return ignored('A layer that is mounted from another repository is no image.');
  if (!timestamp) return ignored('The event does not say when it happened.');
  const repository = target?.repository;
  if (!repository) return ignored('The event names no repository.');
  const image = imageAt(`${event.request?.host ?? instance}/${repository}`, target);
  if (action === 'delete') return removed(event, image, timestamp);
  if (action !== 'push')
    return ignored(`Nothing is derived from the action ${action ?? 'that is not named'}.`);
  if (target.mediaType && !MANIFEST.test(target.mediaType))
    return ignored('A layer is pushed before its image, and the image tells of it.');
  return pushed(event, image, timestamp);
};

const imageAt = (repository: string, { digest, tag }: { digest?: string; tag?: string }): Image => ({
  repository,
  tag,
  digest: isDigest(digest) ? digest : undefined,
});

const factOf = (event: RegistryEvent, image: Image) => event.id ?? `${imagePurl(image)} ${event.timestamp}`;

const pushed = (event: RegistryEvent, image: Image, at: string): Told =>
  told({
    type: 'artifact.published',
    id: eventId('artifact.published', SOURCE, imagePurl(image), image.tag ?? '', factOf(event, image)),
    at,
    source: SOURCE,
    actor: account(event.actor?.name),
    artifact: imagePurl(image),
    digest: image.digest,
    version: image.tag,
    url: event.target?.url,
    links: linkList(...imageLinks(image)),
  });

const removed = (event: RegistryEvent, image: Image, at: string): Told => {
  const resource = `docker:${image.repository}${image.digest ? `@${image.digest}` : `:${image.tag ?? ''}`}`;
  return told({
    type: 'resource.removed',
    id: eventId('resource.removed', SOURCE, resource, factOf(event, image)),
    at,
    source: SOURCE,
    actor: account(event.actor?.name),
    resource,
    kind: 'image',
    detail: event.request?.addr && `asked for from ${event.request.addr}`,
    links: linkList(...imageLinks(image)),
  });
};

/** Docker Hub tells no digest, so what the tag named is known by its time alone. */
export const interpretHubPush = ({ push_data: push, repository }: HubPush): Told => {
  if (!push.pushed_at) return ignored('The push does not say when it happened.');
  const image = imageOf(`${repository.repo_name}:${push.tag ?? 'latest'}`);
  const pusher: Actor | undefined = push.pusher
    ? { id: `docker:${push.pusher}`, name: push.pusher, kind: 'human', confidence: 'asserted' }
    : undefined;
  return told({
    type: 'artifact.published',
    id: eventId('artifact.published', SOURCE, imagePurl(image), push.pushed_at),
    at: push.pushed_at,
    source: SOURCE,
    actor: pusher,
    artifact: imagePurl(image),
    version: image.tag,
    url: repository.repo_url,
    links: linkList(...imageLinks(image)),
  });
};
