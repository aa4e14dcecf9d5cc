import { createHmac } from 'node:crypto';
import { UserError } from '../../support/errors.js';
import { sha256Hex } from '../../support/hash.js';
import type { Unsigned } from '../source.js';

/** What AWS gave a user or a role to sign with. */
interface Keys {
  readonly id: string;
  readonly secret: string;
  /** Of keys that are lent for a time. */
  readonly session: string | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const HOST =
  /(?:^|\.)([a-z0-9-]+?)(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:(?:vpce\.)?amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** @throws UserError when the credential is not `ID:SECRET` or `ID:SECRET:SESSION`. */
const keysIn = (credential: string): Keys => {
  const [id, secret, ...session] = credential.split(':');
  if (id && secret) return { id, secret, session: session.join(':') || undefined };
  throw new UserError(
    'The credential of AWS is ACCESS-KEY-ID:SECRET-ACCESS-KEY, and :SESSION-TOKEN for keys that are lent.',
  );
};

/** Service and region stand in the address of every endpoint: `cloudtrail.eu-central-1.amazonaws.com`. */
const placeOf = (host: string): { readonly service: string; readonly region: string } => {
  const [, service, region] = HOST.exec(host) ?? [];
  return { service: service ?? 'cloudtrail', region: region ?? 'us-east-1' };
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS escapes all but letters, digits and `-._~`. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort(([a, m], [b, n]) => (a < b ? -1 : a > b ? 1 : m < n ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Signature Version 4 over the method, the path, the query, all headers and the body. */
export const sign = (
  { method, url, headers, body, now }: Unsigned,
  credential: string,
): Record<string, string> => {
  const keys = keysIn(credential);
  const { service, region } = placeOf(url.hostname);
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const own = { 'x-amz-date': time, ...(keys.session && { 'x-amz-security-token': keys.session }) };
  const signed = Object.entries({ ...headers, ...own, host: url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const request = [
    method,
    // Escaped a second time, as all services but S3 do.
    url.pathname.split('/').map(escaped).join('/'),
    canonicalQuery(url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256Hex(body),
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.secret}`);
  const signature = hmac(key, [ALGORITHM, time, scope, sha256Hex(request)].join('\n')).toString('hex');
  const authorization = `${ALGORITHM} Credential=${keys.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...own, authorization };
};
