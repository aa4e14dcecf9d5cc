import { randomBytes } from 'node:crypto';
import { ConfiguredSources } from '../../src/access/configured-sources.js';
import { seal, unseal } from '../../src/access/seal.js';
import { Tokens } from '../../src/access/tokens.js';
import { UserError } from '../../src/support/errors.js';
import { startApp, type TestApp } from '../support/app.js';

describe('access', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const ask = (headers: Record<string, string>) =>
    fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ flow { services } }' }),
    });
  const cookieOf = (response: Response): string => response.headers.get('set-cookie')!.split(';')[0]!;

  it('is refused to a stranger in the one error shape', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      data: null,
      errors: [
        { message: expect.stringContaining('Sign in first'), extensions: { code: 'UNAUTHENTICATED' } },
      ],
    });
    expect((await fetch(`${app.url}/graphiql`)).status).toBe(401);
  });

  it('is refused however the address spells the path', async () => {
    for (const path of ['/%67raphql', '/graphq%6c', '/graphql?x=1', '/graphi%71l', '/GraphQL/../graphql']) {
      const answer = await fetch(app.url + path, {
        method: path.includes('i%71') ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
        ...(path.includes('i%71') ? {} : { body: JSON.stringify({ query: '{ flow { services } }' }) }),
      });
      expect(answer.status).toBe(401);
    }
  });

  it('is given by a token, and taken by revoking it', async () => {
    const tokens = new Tokens(app.runtime.pool, app.runtime.clock);
    const token = await tokens.createToken({ kind: 'api', name: 'script', role: 'reader' });
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200);
    await tokens.revoke('script');
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(401);
    await expect(tokens.revoke('script')).rejects.toThrow('There is no valid token named script');
  });

  it('ends when a token expires', async () => {
    const tokens = new Tokens(app.runtime.pool, app.runtime.clock);
    const expires = new Date(app.runtime.clock.now().getTime() - 1);
    const token = await tokens.createToken({ kind: 'api', name: 'old', role: 'reader', expires });
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it('by a sign-in link works one time and sets a cookie that scripts cannot read', async () => {
    const link = await app.signInUrl();
    const first = await fetch(link, { redirect: 'manual' });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    expect(first.headers.get('set-cookie')).toMatch(
      /^throughline_session=tl_[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    expect((await ask({ cookie: cookieOf(first), 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const second = await fetch(link, { redirect: 'manual' });
    expect(second.status).toBe(401);
    expect(await second.text()).toContain('npx throughline token sign-in');
  });

  it('by a cookie is refused to a request that another site made', async () => {
    const cookie = cookieOf(await fetch(await app.signInUrl(), { redirect: 'manual' }));
    expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask({ cookie, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('by a pasted token becomes a session, and signing out ends it', async () => {
    const post = (path: string, headers: Record<string, string>, body: unknown) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    expect((await post('/session', {}, { token: 'tl_wrong' })).status).toBe(401);
    expect((await post('/session', {}, { token: { $ne: '' } })).status).toBe(401);
    const cookie = cookieOf(await post('/session', {}, { token: app.adminToken }));
    expect((await ask({ cookie })).status).toBe(200);
    expect((await post('/session/end', { cookie }, {})).status).toBe(200);
    expect((await ask({ cookie })).status).toBe(401);
  });

  it('leaves no token readable in the database', async () => {
    const tokens = new Tokens(app.runtime.pool, app.runtime.clock);
    const token = await tokens.createToken({ kind: 'api', name: 'hashed', role: 'reader' });
    const { rows } = await app.pool.query<{ row: string }>(
      'select t::text as row from throughline.access_token t',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
  });
});

describe('the secrets of sources', () => {
  let app: TestApp;
  const key = randomBytes(32);
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  const sources = (): ConfiguredSources => new ConfiguredSources(app.runtime.pool, key, app.runtime.clock);

  it('are sealed, and opened by their key only', () => {
    expect(unseal(key, seal(key, 'grüezi'))).toBe('grüezi');
    const open = (): string => unseal(randomBytes(32), seal(key, 'grüezi'));
    expect(open).toThrow(UserError);
    expect(open).toThrow('set THROUGHLINE_SECRET_KEY');
  });

  it('may be two during a rotation, and the oldest goes with the next', async () => {
    const first = await sources().add({ name: 'rotating', system: 'github', bearer: false });
    const second = await sources().rotate('rotating', false);
    expect((await sources().find('rotating'))?.secret.values).toEqual([second, first]);
    const third = await sources().rotate('rotating', false);
    expect((await sources().find('rotating'))?.secret.values).toEqual([third, second]);
  });

  it('of a bearer token are kept as a hash', async () => {
    const token = await sources().add({ name: 'bearer', system: 'cloudevents', bearer: true });
    const [value] = (await sources().find('bearer'))!.secret.values;
    expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(value).not.toContain(token);
  });

  it('are asked for by name: one that exists already or cannot be a name is refused in a sentence', async () => {
    await sources().add({ name: 'once', system: 'github', bearer: false });
    await expect(sources().add({ name: 'once', system: 'github', bearer: false })).rejects.toThrow(
      'There is a source named once already',
    );
    await expect(sources().add({ name: 'A B', system: 'github', bearer: false })).rejects.toThrow(
      'cannot be the name of a source',
    );
    await expect(sources().remove('unheard-of')).rejects.toThrow('There is no source named unheard-of');
  });
});
