/** What a commit message says about other commits and about items. Lists are free of repetitions, in order of mention. */
export interface CommitMessage {
  /** The first line, at most 500 characters. */
  readonly title: string;
  /** Shas (7 to 40 digits) that the message says it reverts. */
  readonly reverts: string[];
  /** It names a commit that it reverts, or its subject calls itself a revert. */
  readonly isRevert: boolean;
  /** Shas named by `Fixes:` trailers. */
  readonly fixes: string[];
  /** The commit it was first picked from, when it was picked more than once. */
  readonly cherryPickOf?: string;
  /** `HOST/OWNER/NAME/issues/12` for issues that it closes, `ABC-12` or `AB#12` for tickets that it mentions. */
  readonly items: string[];
}

const LONGEST_TITLE = 500;
/** Nobody means more than this; a generated message must not become a giant event. */
const MOST_OF_A_KIND = 1_000;

const REVERTS = /\bThis reverts commit\s{1,8}([0-9a-f]{7,40})\b/g;
const REVERT_SUBJECT = /^(?:Revert "|revert:)/;
const FIXES_TRAILER = /^Fixes:[ \t]{0,8}([0-9a-f]{7,40})\b/gim;
const CHERRY_PICK = /\(cherry picked from commit ([0-9a-f]{7,40})\)/;
const CLOSES_ISSUE =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?::\s{0,4}|\s{1,4})([\w.-]{1,100}(?:\/[\w.-]{1,100}){1,9})?#(\d{1,10})\b/gi;
const TICKET = /(?<![\w-])([A-Z][A-Z0-9_]{1,19})-[1-9]\d{0,7}(?![\w]|-\d|\.\d)/g;

/** A record of ServiceNow: `CHG0030001`. */
const RECORD = /(?<![\w-])(?:CHG|CTASK|INC|PRB|REQ|RITM|SCTASK)\d{7,10}(?![\w-])/g;

/** A work item of Azure Boards, as messages of any forge name it. */
const BOARDS = /(?<![\w#-])AB#([1-9]\d{0,9})(?!\w)/g;

/** Written like a ticket, but the name of a standard, an algorithm, a licence, a weakness or an hour. */
const NOT_A_TICKET = new Set(
  'AES AGPL BASE BSD CP CVE CWE EC EN GH GMT GPL HTTP IEEE ISO LGPL MD PEP PKCS RFC RSA SHA SSL TLS UCS UTC UTF'.split(
    ' ',
  ),
);

/**
 * Reads a commit message (or any text written in its manner). Never throws; takes time linear in the message's length.
 *
 * @param repo host and path of the repository, `github.com/octo/hello`; without it `#12` names nothing.
 */
export const parseCommitMessage = (message: string, repo?: string): CommitMessage => {
  const title = titleOf(message);
  const reverts = shasOf(message, REVERTS);
  const cherryPickOf = CHERRY_PICK.exec(message)?.[1];
  return {
    title,
    reverts,
    isRevert: reverts.length > 0 || REVERT_SUBJECT.test(title),
    fixes: shasOf(message, FIXES_TRAILER).filter(isNoNumber),
    ...(cherryPickOf && { cherryPickOf }),
    items: distinct([...issuesOf(message, repo), ...ticketsOf(message)]),
  };
};

const titleOf = (message: string): string => {
  const start = message.search(/\S/);
  if (start < 0) return '';
  const end = message.slice(start, start + LONGEST_TITLE + 1).search(/[\r\n]/);
  if (end >= 0) return message.slice(start, start + end).trimEnd();
  const line = message.slice(start, start + LONGEST_TITLE + 1);
  if (line.length <= LONGEST_TITLE) return line.trimEnd();
  return `${line.slice(0, LONGEST_TITLE - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

const shasOf = (message: string, pattern: RegExp): string[] =>
  distinct(Array.from(message.matchAll(pattern), (match) => match[1]!.toLowerCase()));

/** `Fixes: 1234567` is a number in somebody's tracker, not a sha; a sha of twelve digits or more is never one. */
const isNoNumber = (sha: string): boolean => sha.length >= 12 || /[a-f]/.test(sha);

const issuesOf = (message: string, repo: string | undefined): string[] => {
  if (!repo) return [];
  const host = repo.split('/', 1)[0]!;
  return Array.from(
    message.matchAll(CLOSES_ISSUE),
    ([, other, number]) => `${other ? `${host}/${other}` : repo}/issues/${Number(number)}`,
  );
};

const ticketsOf = (message: string): string[] => [
  ...Array.from(message.matchAll(TICKET))
    .filter((match) => !NOT_A_TICKET.has(match[1]!))
    .map((match) => match[0]),
  ...(message.match(RECORD) ?? []),
  ...(message.match(BOARDS) ?? []),
];

const distinct = (values: readonly string[]): string[] => [...new Set(values)].slice(0, MOST_OF_A_KIND);
