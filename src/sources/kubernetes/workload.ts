import { type Image, imageLinks, imageOf, imagePurl } from '../../events/image.js';
import { linksIn } from '../../events/links.js';
import type { ClusterObject } from './payload.js';
import type { KubernetesSettings } from './settings.js';

export const SOURCE = 'kubernetes';

/** Resources whose new images are a new version of a service; a bare pod or job is a thing that runs once. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'deployments',
  'statefulsets',
  'daemonsets',
  'cronjobs',
  'rollouts',
  'deploymentconfigs',
]);

/** What a cluster is asked to run, or runs: without repetition, in order. */
export const imagesOf = ({ spec }: ClusterObject): Image[] => {
  const pods = [spec?.template?.spec, spec?.jobTemplate?.spec?.template?.spec];
  const containers = [...pods.flatMap((pod) => pod?.containers ?? []), ...(spec?.containers ?? [])];
  return [...new Set(containers.map(({ image }) => image))].map(imageOf);
};

export const environmentOf = (
  { environments }: KubernetesSettings,
  cluster: string,
  namespace: string | undefined,
): string => {
  const place = namespace ? `${cluster}/${namespace}` : cluster;
  const named = environments.find((one) => one.namespace.test(place.slice(0, 500)));
  return named?.environment ?? (namespace ?? cluster).toLowerCase();
};

interface Workload {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly object?: ClusterObject | undefined;
}

export const serviceOf = (
  { services }: KubernetesSettings,
  { namespace, name, object }: Workload,
): string => {
  const set = [`${namespace}/${name}`, name].find((key) => Object.hasOwn(services, key));
  const label = object?.metadata?.labels['app.kubernetes.io/name'];
  return (set && services[set]) || (typeof label === 'string' && label) || name;
};

/** The version as its first image tells it, and everything under which others know the images. */
export const versionOf = (images: readonly Image[]) => {
  const [first] = images;
  return {
    artifact: first && images.length === 1 ? imagePurl(first) : undefined,
    version: first?.tag ?? first?.digest,
  };
};

const NOTES = ['kubernetes.io/change-cause', 'app.kubernetes.io/version', 'throughline.dev/ticket'];

/** The images, and what notes on the object mention: tickets and commits. */
export const linksOfObject = (object: ClusterObject | undefined, images: readonly Image[]): string[] => {
  const notes = NOTES.map((name) => object?.metadata?.annotations[name]).filter(
    (note) => typeof note === 'string',
  );
  return [...images.flatMap(imageLinks), ...linksIn(...notes)];
};
