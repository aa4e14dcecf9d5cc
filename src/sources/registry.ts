import { git } from './git/index.js';
import type { AnySource } from './source.js';

/** Every system that can be a source, one line each. */
export const sources: readonly AnySource[] = [git];

const byId = new Map(sources.map((source) => [source.id, source]));

export const findSource = (id: string): AnySource | undefined => byId.get(id);
