import { RECEPTION } from '../../test/support/samples.js';
import { authenticateSharedSecret } from './shared-secret.js';

const check = (headers: Record<string, string>, values: string[], query = '') =>
  authenticateSharedSecret(
    { headers, body: Buffer.from('{}') },
    { values },
    { ...RECEPTION, url: `${RECEPTION.url}${query}` },
  );
const basic = (password: string) => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`;

describe('a sender that cannot sign', () => {
  it.each([
    ['a bearer token', { authorization: 'Bearer bell' }, ''],
    ['a password', { authorization: basic('bell') }, ''],
    ['a header', { 'x-throughline-token': 'bell' }, ''],
    ['the address', {}, '?token=bell'],
  ])('may show the secret as %s', (_, headers: Record<string, string>, query) => {
    expect(check(headers, ['old', 'bell'], query)).toEqual({ ok: true });
    expect(check(headers, ['other'], query)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/not/),
    });
    expect(check(headers, ['', 'bel'], query).ok).toBe(false);
  });

  it('hears how to show it when it shows nothing', () => {
    expect(check({}, ['bell'])).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/password.*bearer.*\?token=/),
    });
  });

  it('cannot show an empty secret', () => {
    expect(check({ authorization: basic('') }, ['']).ok).toBe(false);
    expect(check({}, [''], '?token=').ok).toBe(false);
  });
});
