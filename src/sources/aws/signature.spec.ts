import type { Unsigned } from '../source.js';
import { sign } from './signature.js';

const CREDENTIAL = 'AKIDBAKERY:not-a-real-secret/of-a-bakery';
const now = new Date('2026-03-02T10:15:00Z');

const asked: Unsigned = {
  method: 'POST',
  url: new URL('https://cloudtrail.eu-central-1.amazonaws.com/'),
  headers: {
    accept: 'application/json',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Trail.LookupEvents',
  },
  body: '{"MaxResults":1}',
  now,
};

const signatureOf = (request: Unsigned, credential = CREDENTIAL): string | undefined =>
  /Signature=([0-9a-f]{64})$/.exec(sign(request, credential)['authorization'] ?? '')?.[1];

// The signatures were computed by another program, which agrees with the vectors that AWS publishes.
describe('Signature Version 4', () => {
  it('signs the method, the headers and the body', () => {
    expect(sign(asked, CREDENTIAL)).toEqual({
      'x-amz-date': '20260302T101500Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDBAKERY/20260302/eu-central-1/cloudtrail/aws4_request, ' +
        'SignedHeaders=accept;content-type;host;x-amz-date;x-amz-target, ' +
        'Signature=50b4697420e3046b2df4f002e2de63ec770ebe598c03f23e39d6858a566802b8',
    });
  });

  it('signs the path and the query as AWS writes them', () => {
    const url = new URL('https://cloudtrail.eu-central-1.amazonaws.com/a%20b?to=*%20b&from=2026-03-02');
    expect(signatureOf({ ...asked, method: 'GET', url, headers: { accept: 'a  b' }, body: '' })).toBe(
      '521c04e25a862bcf36ec1aee0f97cc35945fcce834bf50033974968aa0090515',
    );
  });

  it.each<[string, Partial<Unsigned>]>([
    ['body', { body: '{"MaxResults":2}' }],
    ['method', { method: 'GET' }],
    ['time', { now: new Date('2026-03-02T10:15:01Z') }],
    ['region', { url: new URL('https://cloudtrail.eu-west-1.amazonaws.com/') }],
    ['header', { headers: { ...asked.headers, accept: 'text/plain' } }],
  ])('differs with another %s', (_, other) => {
    expect(signatureOf({ ...asked, ...other })).not.toBe(signatureOf(asked));
  });

  it('sends the token of keys that are lent along, and signs it', () => {
    const lent = sign(asked, `${CREDENTIAL}:token:with/colons`);
    expect(lent['x-amz-security-token']).toBe('token:with/colons');
    expect(lent['authorization']).toContain('x-amz-date;x-amz-security-token;x-amz-target');
  });

  it('knows the region of every endpoint', () => {
    const regionAt = (host: string): string | undefined =>
      /Credential=[^/]+\/\d+\/([^/]+)\/cloudtrail\//.exec(
        sign({ ...asked, url: new URL(`https://${host}/`) }, CREDENTIAL)['authorization'] ?? '',
      )?.[1];
    expect(regionAt('cloudtrail.us-gov-west-1.amazonaws.com')).toBe('us-gov-west-1');
    expect(regionAt('cloudtrail-fips.us-east-2.amazonaws.com')).toBe('us-east-2');
    expect(regionAt('cloudtrail.cn-north-1.amazonaws.com.cn')).toBe('cn-north-1');
    expect(regionAt('cloudtrail.eu-west-3.api.aws')).toBe('eu-west-3');
    expect(regionAt('vpce-1.cloudtrail.eu-west-3.vpce.amazonaws.com')).toBe('eu-west-3');
  });

  it('says how to write a credential that is none', () => {
    expect(() => sign(asked, 'AKIDBAKERY')).toThrow(/ACCESS-KEY-ID:SECRET-ACCESS-KEY/);
  });
});
