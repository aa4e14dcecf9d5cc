import { createHmac } from 'node:crypto';
import { RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest } from '../interpret.js';
import { github } from './index.js';

const SECRET = 'a bell without a clapper';
const body = Buffer.from('{"zen":"Ring when it is time.","note":"\u00fc"}');

const sign = (secret: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const check = (signature: string | undefined, ...values: string[]) =>
  github.authenticate(
    { headers: signature === undefined ? {} : { 'x-hub-signature-256': signature }, body },
    { values },
    RECEPTION,
  );

describe('the signature of a delivery', () => {
  it('is right when the secret of the source made it', () => {
    expect(check(sign(SECRET), SECRET)).toEqual({ ok: true });
  });

  it('may be made by either secret while they are being changed', () => {
    expect(check(sign('old'), 'old', 'new')).toEqual({ ok: true });
    expect(check(sign('new'), 'old', 'new')).toEqual({ ok: true });
  });

  it('is missing', () => {
    expect(check(undefined, SECRET)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/is missing/),
    });
  });

  it('is wrong when anybody else made it', () => {
    expect(check(sign('guessed'), SECRET)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/does not match/),
    });
  });

  it('is wrong when a single bit of the body or of itself is turned over', () => {
    const headers = { 'x-hub-signature-256': sign(SECRET) };
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const bent = Buffer.from(body);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(github.authenticate({ headers, body: bent }, { values: [SECRET] }, RECEPTION).ok).toBe(false);
    }
    const signature = Buffer.from(sign(SECRET));
    signature[20]! ^= 1;
    expect(check(signature.toString(), SECRET).ok).toBe(false);
  });

  it.each(['sha256=', 'sha256', '', `sha1=${'0'.repeat(40)}`, 'sha256=ü'])(
    'is wrong when it is no signature: %j',
    (signature) => {
      expect(check(signature, SECRET).ok).toBe(false);
    },
  );

  it('cannot be made with no secret or with an empty one', () => {
    expect(check(sign('')).ok).toBe(false);
    expect(check(sign(''), '').ok).toBe(false);
  });

  it('covers the bytes, not the text: a body that is no UTF-8 can be signed', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3]);
    const headers = {
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`,
    };
    expect(github.authenticate({ headers, body: bytes }, { values: [SECRET] }, RECEPTION)).toEqual({
      ok: true,
    });
  });
});

describe('a delivery', () => {
  const push = requestOf(readSample('github', 'push'));
  const outcomeOf = (headers: Record<string, string>, content: Buffer = push.body) =>
    interpretRequest(github, { headers, body: content });

  it('is known by GitHub’s own id of it', () => {
    expect(github.deliveryKey?.(push)).toBe(push.headers['x-github-delivery']);
    expect(github.deliveryKey?.({ ...push, headers: {} })).toBeUndefined();
  });

  it('may be a form that holds the JSON', () => {
    const form = new URLSearchParams({ payload: push.body.toString() }).toString();
    const headers = {
      'x-github-event': 'push',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    };
    expect(outcomeOf(headers, Buffer.from(form))).toEqual(outcomeOf(push.headers));
  });

  it('is rejected when the form holds nothing', () => {
    const headers = { 'x-github-event': 'push', 'content-type': 'application/x-www-form-urlencoded' };
    expect(outcomeOf(headers, Buffer.from('a=1'))).toEqual({
      outcome: 'rejected',
      reason: 'The body could not be read: the form has no field named payload.',
    });
  });

  it('is rejected when no header tells what it is', () => {
    expect(outcomeOf({})).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/X-GitHub-Event/),
    });
  });

  it('is rejected when it is no JSON', () => {
    expect(outcomeOf(push.headers, Buffer.from('{"ref":'))).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^The body could not be read: /),
    });
  });

  it.each([
    ['star', "Nothing is derived from GitHub's event star"],
    ['ping', 'ping: GitHub only tries whether the webhook reaches us'],
    ['__proto__', "Nothing is derived from GitHub's event __proto__"],
  ])('of a kind that tells nothing is ignored: %s', (event, reason) => {
    expect(outcomeOf({ 'x-github-event': event })).toEqual({ outcome: 'ignored', reason });
  });
});
