import { startApp, type TestApp } from '../support/app.js';
import { CERTIFICATE_URL, CONFIRM_URL, certificateAt, signedBySns, TOPIC } from '../support/sns.js';

/** SNS itself is the one thing that is not here, so its two addresses are answered in its place. */
describe('a subscription at SNS', () => {
  const now = new Date();
  const certificate = certificateAt(now);
  const real = globalThis.fetch;
  const visited: string[] = [];
  let confirms = true;
  let app: TestApp;
  let secret: string;

  beforeAll(async () => {
    app = await startApp();
    secret = await app.addSource('aws');
    globalThis.fetch = (async (address: string, init?: RequestInit) => {
      if (!String(address).includes('.amazonaws.com')) return real(address, init);
      visited.push(String(address));
      if (address === CERTIFICATE_URL) return new Response(certificate.pem);
      return new Response('', { status: address === CONFIRM_URL && confirms ? 200 : 503 });
    }) as typeof fetch;
  });
  afterAll(async () => {
    globalThis.fetch = real;
    await app.close();
  });

  const send = async (token: string, content: Readonly<Record<string, string>>) => {
    const { headers, body } = signedBySns(certificate, { Timestamp: now.toISOString(), ...content });
    const url = `${app.url}/hooks/aws?token=${token}`;
    return real(url, { method: 'POST', headers: { ...headers }, body: new Uint8Array(body) });
  };
  const question = {
    Type: 'SubscriptionConfirmation',
    SubscribeURL: CONFIRM_URL,
    Token: '2336412f',
    MessageId: 'q',
  };

  it('is not confirmed for somebody who does not know the secret', async () => {
    expect((await send('guess', question)).status).toBe(401);
    expect(visited).toEqual([CERTIFICATE_URL]);
  });

  it('is confirmed once, and its messages are taken', async () => {
    confirms = false;
    expect((await send(secret, question)).status).toBe(503);
    confirms = true;
    expect((await send(secret, question)).status).toBe(202);
    expect((await send(secret, { MessageId: 'm', TopicArn: TOPIC })).status).toBe(202);
    expect(visited).toEqual([CERTIFICATE_URL, CONFIRM_URL, CONFIRM_URL]);
    await app.settle();
    const { rows } = await app.pool.query('select delivery_key, state from throughline.inbox order by 1');
    expect(rows).toEqual([
      { delivery_key: 'm', state: 'ignored' },
      { delivery_key: 'q', state: 'ignored' },
    ]);
  });
});
