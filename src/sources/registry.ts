import { aws } from './aws/index.js';
import { cdevents } from './cdevents/index.js';
import { circleci } from './circleci/index.js';
import { cloudevents } from './cloudevents/index.js';
import { docker } from './docker/index.js';
import { git } from './git/index.js';
import { github } from './github/index.js';
import { openstack } from './openstack/index.js';
import { packages } from './packages/index.js';
import { puppet } from './puppet/index.js';
import type { AnySource } from './source.js';

/** Every system that can be a source, one line each. */
export const sources: readonly AnySource[] = [
  aws,
  cdevents,
  circleci,
  cloudevents,
  docker,
  git,
  github,
  openstack,
  packages,
  puppet,
];

const byId = new Map(sources.map((source) => [source.id, source]));

export const findSource = (id: string): AnySource | undefined => byId.get(id);
