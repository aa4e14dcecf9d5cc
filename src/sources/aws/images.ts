import { type Image, imageLinks, imagePurl, isDigest } from '../../events/image.js';
import { linkList } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts } from './facts.js';
import { factId, registryOf } from './ids.js';
import { objectAt, textAt, textsAt } from './json.js';

const imageIn = ({ detail, place }: Facts): Image | undefined => {
  const name = textAt(detail, 'repository-name');
  const digest = textAt(detail, 'image-digest');
  return name
    ? {
        repository: `${registryOf(place)}/${name}`,
        tag: textAt(detail, 'image-tag') ?? textsAt(detail, 'image-tags')[0],
        digest: isDigest(digest) ? digest : undefined,
      }
    : undefined;
};

const imageMoved = (facts: Facts): Told => {
  const image = imageIn(facts);
  const action = textAt(facts.detail, 'action-type');
  if (!image) return ignored('The event names no image.');
  if (textAt(facts.detail, 'result') === 'FAILURE')
    return ignored('The action on the image failed, so nothing came of it.');
  const artifact = imagePurl(image);
  const { digest, tag: version } = image;
  if (action === 'PUSH') {
    const id = factId('artifact.published', artifact, version, facts.at);
    const links = linkList(...imageLinks(image));
    return told({ ...base(facts), type: 'artifact.published', id, artifact, digest, version, links });
  }
  if (action !== 'DELETE')
    return ignored(`Nothing is derived from the action ${action ?? 'that is not told'} on an image.`);
  const resource = `aws:${image.repository}@${digest ?? version ?? ''}`;
  const id = factId('resource.removed', resource, facts.at);
  return told({
    ...base(facts),
    type: 'resource.removed',
    id,
    resource,
    kind: 'image',
    links: linkList(...imageLinks(image)),
  });
};

/** What a scan found: the image is fit as long as nothing of a severity was found that fails it. */
const imageScanned = (facts: Facts): Told => {
  const image = imageIn(facts);
  const status = textAt(facts.detail, 'scan-status');
  if (!image) return ignored('The event names no image.');
  const counts = objectAt(facts.detail, 'finding-severity-counts');
  const found = facts.settings.scanFailsOn.some((severity) => Number(counts[severity] ?? 0) > 0);
  if (status !== 'COMPLETE' && status !== 'FAILED' && status !== 'INITIAL_SCAN_COMPLETE')
    return ignored(`The scan is ${status ?? 'in a state that is not told'}, which is no result.`);
  const artifact = imagePurl(image);
  return told({
    ...base(facts),
    type: 'verification.finished',
    id: factId('verification.finished', 'ecr-scan', artifact, facts.at),
    suite: 'ecr-image-scan',
    outcome: status === 'FAILED' ? 'error' : found ? 'failure' : 'success',
    artifact,
    links: linkList(...imageLinks(image)),
  });
};

export const imageEvents: EventRules<Told> = [
  ['ECR Image Action', imageMoved],
  ['ECR Image Scan', imageScanned],
  ['Inspector2 Scan', imageScanned],
];
