import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Throttle } from './throttle.js';
import type { Principal, Tokens } from './tokens.js';

export interface Access {
  readonly tokens: Tokens;
  /** The service is reached over https. */
  readonly secureCookies: boolean;
}

const COOKIE = 'throughline_session';
const GUARDED = /^\/(graphql|graphiql|reports|audit|workshops)(?:[/?.]|$)/;
const UNAUTHENTICATED = {
  data: null,
  errors: [
    {
      message: 'Sign in first: open a sign-in link (npx throughline token sign-in), or send an access token.',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};
const FORGED = {
  data: null,
  errors: [{ message: 'This request came from another site.', extensions: { code: 'FORBIDDEN' } }],
};

/** Sign-in, sign-out, and the guard before everything that shows data. */
export const registerAccess = (fastify: FastifyInstance, access: Access): void => {
  const throttle = new Throttle();
  fastify.addHook('onRequest', async (request, reply) => {
    // The matched route, not the address: an address may spell the same path in many ways.
    if (!GUARDED.test(request.routeOptions.url ?? '')) return;
    const given = tokenOf(request);
    const principal = given && (await access.tokens.authenticate(given.token));
    if (!principal) return reply.code(401).send(UNAUTHENTICATED);
    if (given.byCookie && isForged(request)) return reply.code(403).send(FORGED);
    const isStillSignedIn = async () => (await access.tokens.authenticate(given.token)) !== undefined;
    Object.assign(request, { principal, isStillSignedIn });
  });
  fastify.addHook('onResponse', async (request) => {
    // Node has let go of a connection that asked to become a socket: refused, it would stay half open for ever.
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
  });
  fastify.get<{ Querystring: { token?: string } }>('/sign-in', async (request, reply) => {
    if (!throttle.admits(request.ip)) return tooMany(reply);
    const session = await access.tokens.redeemSignIn(request.query.token ?? '');
    if (!session) return refuse(reply);
    return setCookie(reply, access, session).redirect('/', 303);
  });
  fastify.post<{ Body: { token?: unknown } | null }>('/session', async (request, reply) => {
    if (isForged(request)) return reply.code(403).send(FORGED);
    if (!throttle.admits(request.ip)) return tooMany(reply);
    const session = await sessionFor(access.tokens, request.body?.token);
    if (!session) return reply.code(401).send(UNAUTHENTICATED);
    return setCookie(reply, access, session).send({ ok: true });
  });
  fastify.post('/session/end', async (request, reply) => {
    if (isForged(request)) return reply.code(403).send(FORGED);
    const given = tokenOf(request);
    if (given?.byCookie) await access.tokens.end(given.token);
    return setCookie(reply, access, '').send({ ok: true });
  });
};

const sessionFor = async (tokens: Tokens, token: unknown): Promise<string | undefined> => {
  if (typeof token !== 'string' || token === '') return undefined;
  const principal: Principal | undefined = await tokens.authenticate(token.trim());
  return principal ? tokens.createSession(principal) : tokens.redeemSignIn(token.trim());
};

interface Given {
  readonly token: string;
  readonly byCookie: boolean;
}

const tokenOf = (request: FastifyRequest): Given | undefined => {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, byCookie: false };
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const token = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return token ? { token, byCookie: true } : undefined;
};

/** A browser says where a request comes from; one that another page made must not ride on the cookie. */
const isForged = (request: FastifyRequest): boolean => {
  // A page may open a socket to any site, and what it asks then is no GET any more.
  if (request.headers.upgrade !== undefined) return !comesFromHere(request);
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return request.headers.origin !== undefined && !comesFromHere(request);
};

const comesFromHere = ({ headers: { origin, host } }: FastifyRequest): boolean =>
  origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;

const setCookie = (reply: FastifyReply, { secureCookies }: Access, session: string): FastifyReply => {
  const age = session ? 30 * 24 * 3_600 : 0;
  const secure = secureCookies ? '; Secure' : '';
  return reply.header(
    'set-cookie',
    `${COOKIE}=${session}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`,
  );
};

const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;

const refuse = (reply: FastifyReply): FastifyReply =>
  reply
    .code(401)
    .type('text/html')
    .send(
      page(
        'This sign-in link does not work any more',
        'A link works one time and within a day. For a new one run <code>npx throughline token sign-in</code> where the service runs.',
      ),
    );

const tooMany = (reply: FastifyReply): FastifyReply =>
  reply
    .code(429)
    .header('retry-after', '60')
    .type('text/html')
    .send(page('Too many attempts', 'Wait a minute and try again.'));
