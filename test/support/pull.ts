import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PullAnswer, PullClient, Pulled } from '../../src/sources/source.js';

/** What an API says to one request: a JSON value, or a status with headers. */
export interface Say {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

export interface TestApi {
  readonly client: PullClient;
  /** What was asked, path and query. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** A real HTTP server that speaks a recorded API, and a client that asks below its address. */
export const serveApi = async (answer: (url: URL, request: IncomingMessage) => Say): Promise<TestApi> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const say = answer(new URL(request.url ?? '/', 'http://api.example'), request);
    response.writeHead(say.status ?? 200, { 'content-type': 'application/json', ...say.headers });
    response.end(JSON.stringify(say.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, query: object, init: RequestInit): Promise<PullAnswer> => {
    const url = new URL(path, address);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const response = await fetch(url, init);
    if (!response.ok) throw new Error(`The API answered ${response.status}`);
    const body = Buffer.from(await response.arrayBuffer());
    return { headers: Object.fromEntries(response.headers), body, json: () => JSON.parse(body.toString()) };
  };
  return {
    asked,
    client: {
      get: (path, query = {}) => ask(path, query, {}),
      post: (path, body) => ask(path, {}, { method: 'POST', body: JSON.stringify(body) }),
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
};

/** Reads until it ends, or until so many were read. */
export const pulledBy = async (
  reading: AsyncIterable<Pulled>,
  most = Number.POSITIVE_INFINITY,
): Promise<Pulled[]> => {
  const pulled: Pulled[] = [];
  for await (const one of reading) {
    pulled.push(one);
    if (pulled.length >= most) break;
  }
  return pulled;
};
