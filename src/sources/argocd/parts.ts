import { z } from 'zod';
import { repoAt } from '../../events/cdevents/repo.js';
import { type Image, imageLinks, imageOf, imagePurl } from '../../events/image.js';
import { linksIn, linkTo } from '../../events/links.js';
import type { Actor } from '../../events/vocabulary.js';
import { deploymentBy, deploymentRule } from '../deployment-rules.js';
import type { Setting } from '../source.js';
import type { Application } from './payload.js';

export const SOURCE = 'argocd';

export const argocdSettings = z.object({
  /**
   * What an application is: `job` is matched against its name; texts may name `project`, `namespace` and `cluster`.
   * Default: the service of its name, in the environment of the namespace it deploys to.
   */
  deployments: z.array(deploymentRule).default([]),
  /**
   * Whether an application that is degraded opens an incident, which the next healthy state resolves: for those who have no
   * system of alerts that tells it.
   */
  incidents: z.boolean().default(false),
});
export type ArgocdSettings = z.output<typeof argocdSettings>;
export type ArgocdSetting = Setting<ArgocdSettings>;

/** An application that has a name, and what all its events have in common. */
export interface Known {
  readonly key: string;
  readonly name: string;
  readonly service: string;
  readonly environment: string;
  readonly hosts: string[] | undefined;
  readonly repo: string | undefined;
  readonly images: readonly Image[];
  readonly app: Application;
}

export const knownOf = (app: Application, { settings, source }: ArgocdSetting): Known | undefined => {
  const { metadata, spec, status } = app;
  const name = metadata?.name;
  if (!name) return undefined;
  const { namespace, name: cluster, server } = spec?.destination ?? {};
  const host = cluster ?? (server && URL.canParse(server) ? new URL(server).host : server);
  const place = deploymentBy(settings.deployments, name, {
    project: spec?.project,
    namespace,
    cluster: host,
  });
  return {
    key: metadata.uid ?? `${source}/${metadata.namespace ?? 'argocd'}/${name}`,
    name,
    service: place?.service ?? name,
    environment: place?.environment ?? (namespace ?? host ?? 'default').toLowerCase(),
    hosts: place?.hosts ?? (host ? [host] : undefined),
    repo: repoAt(spec?.source?.repoURL ?? spec?.sources[0]?.repoURL),
    images: (status?.summary?.images ?? []).map(imageOf),
    app,
  };
};

const SHA = /^[0-9a-f]{40}$/;

/** A revision is a commit, or the version of a chart. */
export const versionOf = (known: Known, revision: string | undefined) => {
  const sha = revision && SHA.test(revision) ? revision : undefined;
  return { repo: known.repo, sha, version: sha ? undefined : revision };
};

/** @param current whether the images that run now are those of this deployment. */
export const linksOf = (known: Known, revision: string | undefined, current: boolean): string[] => {
  const { sha } = versionOf(known, revision);
  const commit = sha && (known.repo ? linkTo.commit(known.repo, sha) : `sha:${sha}`);
  return [...(commit ? [commit] : []), ...(current ? known.images.flatMap(imageLinks) : [])];
};

export const artifactOf = ({ images }: Known): string | undefined =>
  images.length === 1 ? imagePurl(images[0]!) : undefined;

/** Notes that somebody gave a sync mention tickets. */
export const infoLinks = (info: readonly { value?: string | undefined }[]): string[] =>
  linksIn(...info.map(({ value }) => value));

interface InitiatedBy {
  readonly username?: string | undefined;
  readonly automated?: boolean | undefined;
}

/** Whoever may patch an Application can write here what they like, so a name is only asserted. */
export const starterOf = (by: InitiatedBy | undefined, { source }: ArgocdSetting): Actor | undefined => {
  if (by?.username)
    return {
      id: `${SOURCE}:${source}/${by.username}`,
      name: by.username,
      kind: 'human',
      confidence: 'asserted',
    };
  return by?.automated
    ? { id: `${SOURCE}:${source}/automated`, name: 'automated sync', kind: 'service', confidence: 'bot' }
    : undefined;
};
