import { sha256Hex } from '../support/hash.js';
import { authenticateBearer } from './bearer.js';

const hash = (token: string): string => sha256Hex(token);
const ask = (authorization: string | undefined, ...tokens: string[]) =>
  authenticateBearer(
    { headers: authorization === undefined ? {} : { authorization }, body: Buffer.from('{}') },
    { values: tokens.map(hash) },
  );

describe('a sender with a bearer token', () => {
  it('is known by any of the tokens that are valid during a rotation', () => {
    expect(ask('Bearer old', 'old', 'new')).toEqual({ ok: true });
    expect(ask('bearer  new ', 'old', 'new')).toEqual({ ok: true });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic b2xkOm9sZA==', 'Bearer one two', 'old'])(
    'is told to send one after %p',
    (authorization) => {
      expect(ask(authorization, 'old')).toEqual({
        ok: false,
        reason: expect.stringContaining('Authorization: Bearer'),
      });
    },
  );

  it('is refused with a token of somebody else, with the hash itself, and where no token is valid', () => {
    expect(ask('Bearer other', 'old', 'new').ok).toBe(false);
    expect(ask(`Bearer ${hash('old')}`, 'old').ok).toBe(false);
    expect(ask('Bearer old').ok).toBe(false);
  });
});
