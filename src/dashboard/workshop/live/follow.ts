import { type Client, createClient } from 'graphql-ws';
import { followWorkshop, type News } from '../queries.js';

const PING_MS = 5_000;
const LONGEST_PAUSE_MS = 4_000;

interface Follower {
  id: string;
  participant: string;
  name: string;
  /** The sequence up to which the follower has everything. */
  after: () => number;
  news: (news: News) => void;
  lost: () => void;
}

/** A connection that does not answer a ping is closed, or a lost network would look like a quiet room. */
const connect = (): Client => {
  let socket: WebSocket | undefined;
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  return createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    // Followed again from where it broke, which only the follower knows.
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (received) return;
        unanswered = setTimeout(() => socket?.close(4408, 'No answer'), PING_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      closed: () => clearTimeout(unanswered),
    },
  });
};

const once = (client: Client, follower: Follower): Promise<void> =>
  new Promise((over) => {
    const { id, participant, name } = follower;
    client.subscribe<{ workshopEdits: News }>(
      { query: followWorkshop, variables: { id, participant, name, after: follower.after() } },
      {
        next: ({ data }) => {
          if (data) follower.news(data.workshopEdits);
        },
        error: () => over(),
        complete: () => over(),
      },
    );
  });

/** Follows a workshop until it is told to stop, again and again where the connection breaks. */
export const follow = (follower: Follower): (() => void) => {
  let isOver = false;
  let failures = 0;
  let hurry = () => {};
  let client = connect();
  const counted = {
    ...follower,
    news: (news: News) => {
      failures = 0;
      follower.news(news);
    },
  };
  const pause = () =>
    new Promise<void>((done) => {
      hurry = done;
      setTimeout(done, Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2));
    });
  const run = async () => {
    while (!isOver) {
      await once(client, counted);
      if (isOver) return;
      follower.lost();
      await client.dispose();
      client = connect();
      await pause();
      failures += 1;
    }
  };
  const online = () => hurry();
  window.addEventListener('online', online);
  void run();
  return () => {
    isOver = true;
    window.removeEventListener('online', online);
    void client.dispose();
  };
};
