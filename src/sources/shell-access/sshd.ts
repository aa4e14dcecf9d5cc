import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, mentionsIn } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import type { ShellAccessSettings } from './settings.js';
import type { Entry } from './syslog.js';

const SSHD = /^(?:sshd|sshd-session|sshd-auth)$/;
const ACCEPTED =
  /^Accepted ([\w/.-]{1,60}) for (\S{1,255}) from (\S{1,255}) port \d{1,5}(?: ssh2?)?(?:: (.{1,2000}))?$/;
const OPENED = /^pam_unix\(sshd:session\): session opened for user ([^\s(]{1,255})/;
const CLOSED = /^pam_unix\(sshd:session\): session closed for user ([^\s(]{1,255})/;
const FINGERPRINT = /\b(?:SHA256:[A-Za-z0-9+/]{20,64}|MD5:[0-9a-f:]{47})/;
/** A certificate names whom it was given to: `ED25519-CERT SHA256:... ID ann@acme (serial 5) CA ...`. */
const CERTIFIED = /\bID "?([^"\s()]{1,255})"?.{0,200}\(serial \d+\)/;

/** One process serves one connection. Numbers of processes come round again, so the account is part of the name. */
const accessId = ({ host, pid, boot }: Entry, account: string): string =>
  `ssh:${host}/${boot ? `${boot}/` : ''}${pid ?? '-'}/${account}`;

/** Whoever holds a key or a certificate is known; an account that is shared names nobody. */
const personOf = (account: string, proof: string, settings: ShellAccessSettings): Actor | undefined => {
  const fingerprint = FINGERPRINT.exec(proof)?.[0];
  const owner =
    fingerprint && Object.hasOwn(settings.keys, fingerprint) ? settings.keys[fingerprint] : undefined;
  const certified = CERTIFIED.exec(proof)?.[1];
  const own = settings.sharedAccounts.includes(account) ? undefined : `ssh:${account}`;
  const id = owner ?? (certified && `ssh:${certified}`) ?? own;
  return id === undefined ? undefined : { id, kind: 'human', confidence: 'authenticated' };
};

const accessOf = (entry: Entry, account: string) => {
  const texts = [entry.message, account];
  return {
    source: 'shell-access',
    at: entry.at!,
    access: accessId(entry, account),
    host: entry.host,
    account,
    // The name of a key or an algorithm looks like a ticket, so only those that follow the login count.
    ticket: mentionsIn(...texts.map(withoutKeys)).items[0],
    links: linkList(...linksIn(...texts.map(withoutKeys))),
  };
};

const withoutKeys = (text: string): string =>
  text.replace(FINGERPRINT, '').replace(/\b(?:ED25519|RSA|ECDSA|DSA)(?:-SK)?(?:-CERT)?\b/g, '');

/** @returns why nothing is derived, when nothing is. */
export const sshdEvents = (entry: Entry, settings: ShellAccessSettings): DeliveryEvent[] | string => {
  const { program, message, host, at } = entry;
  if (program === undefined || !SSHD.test(program)) return `The line is not of sshd: ${message.slice(0, 80)}`;
  const accepted = ACCEPTED.exec(message);
  const opened = OPENED.exec(message);
  const closed = CLOSED.exec(message);
  if (!accepted && !opened && !closed)
    return `The line of sshd opens and closes nothing: ${message.slice(0, 80)}`;
  if (!host) return 'The line does not tell on which host it was written: send it with its host';
  if (!at) return 'The line does not tell its year: set "year", or send times as RFC 3339';
  if (accepted) return [openedBy(entry, accepted, settings)];
  const account = (opened ?? closed)![1]!;
  const type = opened ? 'access.opened' : 'access.closed';
  const about = accessOf(entry, account);
  return [{ ...about, type, id: eventId(type, about.access, at, 'session') }];
};

const openedBy = (entry: Entry, accepted: RegExpExecArray, settings: ShellAccessSettings): DeliveryEvent => {
  const [, , account = '', , proof = ''] = accepted;
  const about = accessOf(entry, account);
  return {
    ...about,
    type: 'access.opened',
    id: eventId('access.opened', about.access, about.at, 'accepted'),
    actor: personOf(account, proof, settings),
  };
};
