import { UserError } from '../../support/errors.js';
import { inParts } from '../../support/in-parts.js';
import type { GitCommit, GitPayload, GitRelease } from './payload.js';
import {
  countCommits,
  DEFAULT_TAGS,
  existing,
  mainLineReleases,
  openRepository,
  type Range,
  type Repository,
  readCommits,
  readTags,
  type Tag,
} from './read-repository.js';

/** What an import has read of a repository; the next one starts from it. */
export interface GitCursor {
  readonly head: string;
  /** Release tags: name to [sha, unix seconds]. */
  readonly tags: Readonly<Record<string, readonly [string, number]>>;
  /** No tag was a release, so each commit of the main line counted as one. */
  readonly assumed: boolean;
}

export interface GitOptions {
  /** Default: the last part of the repository's id. */
  readonly service?: string;
  readonly environment?: string;
  /** Which tags are releases; default: those that look like versions. */
  readonly tags?: string;
}

export interface History {
  readonly repository: Repository;
  readonly service: string;
  readonly environment: string;
  /** Commits to read; what an earlier import has read is not among them. */
  readonly commits: number;
  /** Releases that are new, moved or gone. */
  readonly releases: readonly GitRelease[];
  readonly releaseTags: number;
  readonly assumed: boolean;
  readonly cursor: GitCursor;
  /** The history in parts, newest commits first and releases last. */
  payloads(): AsyncGenerator<GitPayload>;
}

const COMMITS_PER_PAYLOAD = 500;
const RELEASES_PER_PAYLOAD = 1_000;

/** Finds out what is new in a repository since the cursor. Reads the repository only. */
export const readHistory = async (
  path: string,
  options: GitOptions,
  since: { readonly cursor: GitCursor | undefined; readonly now: Date },
): Promise<History> => {
  const repository = await openRepository(path);
  const wanted = tagPattern(options.tags);
  const tags = (await readTags(repository)).filter(({ tag }) => wanted.test(tag));
  const assumed = tags.length === 0;
  const seen = since.cursor ? await existing(repository, [since.cursor.head, ...tips(since.cursor)]) : [];
  const range = { include: [repository.head, ...new Set(tags.map(({ sha }) => sha))], exclude: seen };
  const releases = await newReleases(repository, { tags, assumed, since });
  const place = {
    repo: repository.id,
    service: options.service ?? repository.id.split('/').at(-1)!,
    environment: options.environment ?? 'production',
  };
  return {
    repository,
    service: place.service,
    environment: place.environment,
    commits: await countCommits(repository, range),
    releases,
    releaseTags: tags.length,
    assumed,
    cursor: { head: repository.head, tags: byName(tags), assumed },
    payloads: () => payloads(place, repository, { range, releases }),
  };
};

const tagPattern = (pattern: string | undefined): RegExp => {
  if (pattern === undefined) return DEFAULT_TAGS;
  try {
    return new RegExp(pattern);
  } catch {
    throw new UserError(`--tags ${pattern} is not a regular expression: try for example '^v\\d+\\.\\d+$'.`);
  }
};

const tips = ({ tags }: GitCursor): string[] => Object.values(tags).map(([sha]) => sha);

const byName = (tags: readonly Tag[]): GitCursor['tags'] =>
  Object.fromEntries(tags.map(({ tag, sha, at }) => [tag, [sha, at] as const]));

interface Comparing {
  readonly tags: readonly Tag[];
  readonly assumed: boolean;
  readonly since: { readonly cursor: GitCursor | undefined; readonly now: Date };
}

const newReleases = async (
  repository: Repository,
  { tags, assumed, since }: Comparing,
): Promise<GitRelease[]> => {
  const seenAt = since.now.getTime();
  const before = since.cursor;
  const withdrawn = before?.assumed && !assumed ? await mainLine(repository, [before.head], [], seenAt) : [];
  if (assumed) {
    const known = before?.assumed ? await existing(repository, [before.head]) : [];
    return [
      ...goneTags(tags, before, seenAt),
      ...(await mainLine(repository, [repository.head], known, seenAt)),
    ];
  }
  const fresh = tags.filter(({ tag, sha, at }) => {
    const known = before?.tags[tag];
    return !known || known[0] !== sha || known[1] !== at;
  });
  return [
    ...fresh.map((tag) => ({ ...tag, seenAt })),
    ...goneTags(tags, before, seenAt),
    ...withdrawn.map((release) => ({ ...release, gone: true })),
  ];
};

const mainLine = (
  repository: Repository,
  include: readonly string[],
  exclude: readonly string[],
  seenAt: number,
): Promise<GitRelease[]> => mainLineReleases(repository, { include, exclude }, seenAt);

const goneTags = (tags: readonly Tag[], before: GitCursor | undefined, seenAt: number): GitRelease[] => {
  const present = new Set(tags.map(({ tag }) => tag));
  return Object.entries(before?.tags ?? {})
    .filter(([tag]) => !present.has(tag))
    .map(([tag, [sha, at]]) => ({ tag, sha, at, seenAt, gone: true }));
};

type Place = Pick<GitPayload, 'repo' | 'service' | 'environment'>;

async function* payloads(
  place: Place,
  repository: Repository,
  { range, releases }: { readonly range: Range; readonly releases: readonly GitRelease[] },
): AsyncGenerator<GitPayload> {
  let commits: GitCommit[] = [];
  for await (const commit of readCommits(repository, range)) {
    commits.push(commit);
    if (commits.length < COMMITS_PER_PAYLOAD) continue;
    yield { ...place, commits, releases: [] };
    commits = [];
  }
  if (commits.length > 0) yield { ...place, commits, releases: [] };
  for (const some of inParts(releases, RELEASES_PER_PAYLOAD)) yield { ...place, commits: [], releases: some };
}
