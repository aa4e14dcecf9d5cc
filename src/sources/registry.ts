import { cdevents } from './cdevents/index.js';
import { cloudevents } from './cloudevents/index.js';
import { git } from './git/index.js';
import { github } from './github/index.js';
import { hubot } from './hubot/index.js';
import { irc } from './irc/index.js';
import { mapping } from './mapping/index.js';
import { rundeck } from './rundeck/index.js';
import { slack } from './slack/index.js';
import type { AnySource } from './source.js';
import { stackstorm } from './stackstorm/index.js';

/** Every system that can be a source, one line each. */
export const sources: readonly AnySource[] = [
  cdevents,
  cloudevents,
  git,
  github,
  hubot,
  irc,
  mapping,
  rundeck,
  slack,
  stackstorm,
];

const byId = new Map(sources.map((source) => [source.id, source]));

export const findSource = (id: string): AnySource | undefined => byId.get(id);
