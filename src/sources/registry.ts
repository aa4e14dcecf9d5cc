import { cdevents } from './cdevents/index.js';
import { cloudevents } from './cloudevents/index.js';
import { eventlog } from './eventlog/index.js';
import { git } from './git/index.js';
import { github } from './github/index.js';
import type { AnySource } from './source.js';

/** Every system that can be a source, one line each. */
export const sources: readonly AnySource[] = [cdevents, cloudevents, eventlog, git, github];

const byId = new Map(sources.map((source) => [source.id, source]));

export const findSource = (id: string): AnySource | undefined => byId.get(id);
