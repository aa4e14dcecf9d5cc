import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pull, PullAnswer, PullClient, Pulled, PullQuery } from '../../src/sources/source.js';

export interface Spoken {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** A real HTTP server that speaks a recorded API, for as long as `use` takes. */
export const withApi = async <T>(
  answer: (url: URL, request: IncomingMessage) => Spoken,
  use: (client: PullClient) => Promise<T>,
): Promise<T> => {
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answer(new URL(request.url!, 'http://api'), request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
};

const clientOf = (base: string): PullClient => ({
  get: (path, query) => ask(base + path + queryText(query), {}),
  post: (path, body) => ask(base + path, { method: 'POST', body: JSON.stringify(body) }),
});

const queryText = (query: PullQuery = {}): string => {
  const known = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return known.length > 0 ? `?${new URLSearchParams(known)}` : '';
};

const ask = async (url: string, init: RequestInit): Promise<PullAnswer> => {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const body = Buffer.from(await response.arrayBuffer());
  return { headers: Object.fromEntries(response.headers), body, json: () => JSON.parse(body.toString()) };
};

/** Everything that a pull reads from a cursor on. */
export const readAll = async <S>(
  pull: Pull<S>,
  cursor: string | undefined,
  { client, setting }: { client: PullClient; setting: { source: string; settings: S } },
): Promise<Pulled[]> => {
  const read: Pulled[] = [];
  for await (const one of pull.read(cursor, client, setting)) read.push(one);
  return read;
};
