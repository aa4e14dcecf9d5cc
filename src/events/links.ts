import { parseCommitMessage } from './commit-message.js';

export const DEFINITION = 'definition:';

/**
 * Keys by which events of different systems meet: each names one thing, however it is spoken of. An event is part of the
 * story of every thing whose key stands in its `links`, and of its own.
 */
export const linkTo = {
  /** @param repo host and path, `github.com/acme/shop`. */
  commit: (repo: string, sha: string): string => `commit:${repo}@${sha}`,
  change: (repo: string, change: string | number): string => `change:${repo}#${change}`,
  /** A ticket by its key (`SHOP-41`), or an issue by its address (`github.com/acme/shop/issues/4`). */
  item: (item: string): string => `item:${item}`,
  /** @param execution as the event calls it, `stackstorm:st2.acme.example/5e1f`. */
  execution: (execution: string): string => `execution:${execution}`,
  /** A package URL; for an image the one with its digest. */
  artifact: (artifact: string): string => `artifact:${artifact}`,
  /** What was built, by its digest alone: a registry and a cluster may name it differently. */
  digest: (digest: string): string => `digest:${digest}`,
  deployment: (service: string, environment: string, id: string): string =>
    `deployment:${service}/${environment}/${id}`,
  incident: (incident: string): string => `incident:${incident}`,
  approval: (approval: string): string => `approval:${approval}`,
  /** An opened shell, for what was done in it. */
  access: (access: string): string => `access:${access}`,
  /**
   * What is run, whichever run of it: a job, a template. Its edits and its runs are linked with it; as it has very many
   * runs, no story leads through it.
   */
  definition: (definition: string): string => `${DEFINITION}${definition}`,
  /** A tag that somebody hands from system to system to tie together what belongs together. */
  trace: (tag: string): string => `trace:${tag}`,
} as const;

const FULL_SHA = /(?<![0-9a-zA-Z])[0-9a-f]{40}(?![0-9a-zA-Z])/g;
const DIGEST = /sha256:[0-9a-f]{64}(?![0-9a-f])/g;
/** `stackstorm:st2/5e1f…`, as events name executions: whoever sets off a run elsewhere can hand its own name along. */
const EXECUTION = /(?<![\w:/.-])(?!pkg:|sha256:|urn:)[a-z][a-z0-9-]{1,30}:[\w.-]{1,100}\/[\w./-]{0,200}\w/g;
const MOST = 50;

/** What a free text (a command, a branch, a title) names: tickets, digests of artifacts, and whole shas. */
export interface Mentions {
  readonly items: string[];
  readonly digests: string[];
  /** Of no known repository: `sha:` keys, under which every commit can be met. */
  readonly shas: string[];
  readonly executions: string[];
}

export const mentionsIn = (...texts: readonly (string | undefined)[]): Mentions => {
  const text = texts.filter((one) => one !== undefined).join('\n');
  const all = (pattern: RegExp): string[] => [...new Set(text.match(pattern) ?? [])].slice(0, MOST);
  return {
    items: parseCommitMessage(text).items.slice(0, MOST),
    digests: all(DIGEST),
    shas: all(FULL_SHA),
    executions: all(EXECUTION),
  };
};

/** The links of everything that the texts mention. */
export const linksIn = (...texts: readonly (string | undefined)[]): string[] => {
  const { items, digests, shas, executions } = mentionsIn(...texts);
  return [
    ...items.map(linkTo.item),
    ...digests.map(linkTo.digest),
    ...shas.map((sha) => `sha:${sha}`),
    ...executions.map(linkTo.execution),
  ];
};

/** Links without repetition, in order; undefined when there are none, as an event has it. */
export const linkList = (...links: readonly (string | undefined)[]): string[] | undefined => {
  const known = [...new Set(links.filter((link): link is string => link !== undefined && link !== ''))];
  return known.length > 0 ? known : undefined;
};
