/** What was on a host, merged from what was deployed, reported and edited. Pure. */

/** How we know of it. */
export type Origin = 'DEPLOYMENT' | 'REPORT' | 'EDIT';

/** One account of what a part of a host was, until something newer was told. */
export interface Account {
  /** Empty where a deployment does not say on which hosts. */
  readonly host: string;
  /** `service:NAME`, `package:NAME`, `resource:NAME` or `configuration`. */
  readonly part: string;
  readonly environment: string | null;
  readonly value: string;
  readonly since: Date;
  readonly origin: Origin;
  /** It came after this; null where it was there when the host was first heard of. */
  readonly notBefore: Date | null;
  /** The row of the trail that put it there, where the account names it itself. */
  readonly putBy: string | null;
  readonly artifact: string | null;
  readonly digest: string | null;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly event: string;
}

/** A distribution's package has an epoch before the version and a build after it, a tag has a `v`. */
const plain = (version: string): string => version.replace(/^(v(?=\d)|\d+:)/, '');

export const isSameVersion = (left: string, right: string): boolean => {
  const [longer, shorter] = [plain(left), plain(right)].sort((a, b) => b.length - a.length) as [
    string,
    string,
  ];
  return longer === shorter || (longer.startsWith(shorter) && /^[-+~]/.test(longer.slice(shorter.length)));
};

const isNewer = (a: Account, b: Account): boolean =>
  a.since.getTime() !== b.since.getTime() ? a.since > b.since : a.event > b.event;

/**
 * Of several accounts of one part the newest, for each host. A report that finds what was deployed confirms the
 * deployment; a newer one that finds something else stands against it.
 */
export const merge = (accounts: readonly Account[]): Account[] => {
  const byPart = new Map<string, Account>();
  const ordered = [...accounts].sort((a, b) => (isNewer(a, b) ? 1 : -1));
  for (const account of ordered) {
    const key = `${account.host}\n${account.part}`;
    const known = byPart.get(key);
    if (
      known?.origin === 'DEPLOYMENT' &&
      account.origin !== 'DEPLOYMENT' &&
      isSameVersion(known.value, account.value)
    )
      continue;
    byPart.set(key, account);
  }
  return [...byPart.values()].sort((a, b) =>
    a.part === b.part ? (a.host < b.host ? -1 : 1) : a.part < b.part ? -1 : 1,
  );
};
