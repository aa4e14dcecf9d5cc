import type { Repository } from '../forge.js';
import { commitRecorded, shaAt, textAt, timeAt, authorOf as writtenBy } from '../forge.js';
import { at, fieldsOf, listOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { linkAt, type Record, repositoryIn, SOURCE } from './parts.js';

/** A push to the cloud lists its newest commits; one to a server names only refs, unless it is a recent version. */
export const interpretPush = ({ value, source }: Record): Told => {
  const repo = repositoryIn(value['repository'], source);
  if (!repo) return ignored('The push does not tell of which repository it is.');
  const changes = [...listOf(at(value, 'push.changes')), ...listOf(value['changes'])];
  const listed = changes.flatMap((change) => {
    const branch = textAt(change, 'new.name');
    const mainline = repo.defaultBranch !== undefined && branch === repo.defaultBranch;
    const own = listOf(fieldsOf(change)['commits']);
    const commits = own.length > 0 ? own : [at(change, 'new.target')];
    return commits.flatMap((commit) => commitIn(repo, commit, mainline));
  });
  const sent = [...listOf(value['commits']), value['toCommit']].flatMap((commit) =>
    commitIn(repo, commit, false),
  );
  const events = [...listed, ...sent];
  return events.length > 0 ? told(...events) : ignored(nothingIn(changes));
};

const nothingIn = (changes: readonly unknown[]): string => {
  const refs = changes.map((one) => textAt(one, 'old.name') ?? textAt(one, 'ref.displayId') ?? 'a ref');
  const isGone = changes.every(
    (one) => fieldsOf(one)['closed'] === true || fieldsOf(one)['type'] === 'DELETE',
  );
  const what = refs.slice(0, 5).join(', ') || 'nothing';
  return isGone
    ? `${what}: deleted; the commits are told by the pushes that brought them.`
    : `${what}: pushed, but the webhook lists no commits with their times.`;
};

const commitIn = (repo: Repository, commit: unknown, mainline: boolean) => {
  const sha = shaAt(commit, 'hash', 'id');
  const when = timeAt(commit, 'date', 'committerTimestamp', 'authorTimestamp');
  if (!sha || !when) return [];
  const parents = listOf(fieldsOf(commit)['parents']).map((parent) => shaAt(parent, 'hash', 'id'));
  const known = parents.filter((parent) => parent !== undefined);
  const message = fieldsOf(commit)['message'];
  return [
    commitRecorded(SOURCE, repo, {
      sha,
      at: when,
      message: typeof message === 'string' ? message : '',
      actor: authorOf(commit),
      url: linkAt(commit, 'html'),
      parents:
        Array.isArray(fieldsOf(commit)['parents']) && known.length === parents.length ? known : undefined,
      mainline,
    }),
  ];
};

const RAW = /^([^<>]{0,200})<([^<>]{1,300})>\s{0,9}$/;

/** The cloud writes the author as git does, `Ann <ann@example.org>`; a server in two fields. */
const authorOf = (commit: unknown) => {
  const [, name, email] = RAW.exec(textAt(commit, 'author.raw') ?? '') ?? [];
  if (email) return writtenBy(name?.trim() || undefined, email);
  return writtenBy(textAt(commit, 'author.name'), textAt(commit, 'author.emailAddress'));
};
