import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import type { TestApp } from './app.js';

/** Node 20 has no WebSocket of its own; this is the one with which the server speaks. */
const require = createRequire(import.meta.url);
type Socket = new (
  url: string,
  protocols?: string | string[],
  options?: { headers?: Record<string, string> },
) => { close(): void; on(event: string, listener: (...told: never[]) => void): unknown };
const WebSocketOfServer = createRequire(require.resolve('mercurius'))('ws') as Socket;

export const socketUrl = (app: { url: string }): string => `${app.url.replace('http', 'ws')}/graphql`;

/** Opens a socket as a browser or a program would. Resolves to `open`, or to the refusal. */
export const tryToConnect = (url: string, headers: Record<string, string>): Promise<string> =>
  new Promise((done) => {
    const socket = new WebSocketOfServer(url, 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      socket.close();
      done('open');
    });
    socket.on('error', ((failure: Error) => done(failure.message)) as never);
  });

export const liveClient = (url: string, headers: Record<string, string>): Client =>
  createClient({
    url,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocketOfServer {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers });
      }
    },
  });

export interface ToldEdit {
  id: string;
  sequence: number;
  field: string;
  value: string;
  name: string;
}

interface News {
  edits: ToldEdit[];
  sequence: number;
  people: { participant: string; name: string }[];
}

/** One who follows a workshop. */
export interface Follower {
  readonly edits: ToldEdit[];
  readonly news: News[];
  readonly failures: string[];
  people(): string[];
  until(isSo: () => boolean, seconds?: number): Promise<void>;
  leave(): Promise<void>;
}

const FOLLOW = `subscription ($id: ID!, $after: Int, $participant: ID, $name: String) {
  workshopEdits(id: $id, after: $after, participant: $participant, name: $name) {
    edits { id sequence field value name } sequence people { participant name } } }`;

export const follow = (
  app: Pick<TestApp, 'url' | 'adminToken'>,
  variables: { id: string; after?: number; participant?: string; name?: string },
): Follower => {
  const client = liveClient(socketUrl(app), { authorization: `Bearer ${app.adminToken}` });
  const news: News[] = [];
  const edits: ToldEdit[] = [];
  const failures: string[] = [];
  const failed = (failure: unknown) => {
    const [first] = Array.isArray(failure) ? (failure as { message: string }[]) : [];
    failures.push(first?.message ?? String(failure));
  };
  client.subscribe<{ workshopEdits: News }>(
    { query: FOLLOW, variables },
    {
      next: ({ data, errors }) => {
        if (errors) failed(errors);
        if (!data) return;
        news.push(data.workshopEdits);
        edits.push(...data.workshopEdits.edits);
      },
      error: failed,
      complete: () => {},
    },
  );
  return {
    edits,
    news,
    failures,
    people: () => (news.at(-1)?.people ?? []).map(({ name }) => name),
    until: async (isSo, seconds = 10) => {
      for (let waited = 0; waited < seconds * 1_000; waited += 10) {
        if (isSo()) return;
        await sleep(10);
      }
      throw new Error(`It did not come within ${seconds} s: ${JSON.stringify({ news, failures })}`);
    },
    leave: async () => {
      await client.dispose();
    },
  };
};
