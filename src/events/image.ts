import { uriPart } from '../support/text.js';
import { linksIn, linkTo } from './links.js';

/** An image as registries and clusters refer to it. */
export interface Image {
  /** Host and path, `docker.io/library/nginx`. */
  readonly repository: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const DEFAULT_HOST = 'docker.io';

export const isDigest = (text: string | undefined): text is string => text !== undefined && DIGEST.test(text);

/** Reads `nginx:1.27`, `registry.acme.example:5000/shop/api@sha256:...`; a name without a host is one of Docker Hub. */
export const imageOf = (reference: string): Image => {
  const withoutScheme = reference.trim().replace(/^[a-z-]+:\/\//, '');
  const [name = '', digest] = withoutScheme.split('@', 2);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  return {
    repository: repositoryOf(tagged ? name.slice(0, colon) : name),
    tag: tagged ? name.slice(colon + 1) : undefined,
    digest: isDigest(digest) ? digest : undefined,
  };
};

const repositoryOf = (name: string): string => {
  const [first = '', ...rest] = name.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return name;
  return rest.length > 0 ? `${DEFAULT_HOST}/${name}` : `${DEFAULT_HOST}/library/${name}`;
};

/**
 * The package URL of an image, type `oci`. One that is known by its digest is named by that alone, for a tag is moved
 * from image to image.
 */
export const imagePurl = ({ repository, tag, digest }: Image): string => {
  const name = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  const at = digest ? `@${uriPart(digest)}` : '';
  const moving = tag && !digest ? `&tag=${uriPart(tag)}` : '';
  return `pkg:oci/${uriPart(name)}${at}?repository_url=${repository}${moving}`;
};

export const imageLinks = (image: Image): string[] => [
  linkTo.artifact(imagePurl(image)),
  ...(image.digest ? [linkTo.digest(image.digest)] : []),
  // A tag is often the commit that the image was built from.
  ...linksIn(image.tag),
];
