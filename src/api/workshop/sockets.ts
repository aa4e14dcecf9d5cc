import type { Principal } from '../../access/tokens.js';
import { UserError } from '../../support/errors.js';
import type { CallerContext } from '../access.js';

/** What is used of a WebSocket of `ws`. */
interface Socket {
  on(event: 'message', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  close(code: number, reason: string): void;
}

/** What the guard before the API put on the request that became a socket. */
interface UpgradedRequest {
  readonly principal?: Principal;
  readonly isStillSignedIn?: () => Promise<boolean>;
}

interface Followed {
  return(): unknown;
}

const MOST_FOLLOWED = 8;
const MOST_MESSAGES = 120;
const PER_MS = 10_000;
const TOO_MANY = 4429;

const admitted = new WeakSet<object>();

/** What one socket may do. */
export class SocketRoom {
  readonly isStillSignedIn: () => Promise<boolean>;
  private readonly followed = new Set<Followed>();

  constructor(socket: Socket, { isStillSignedIn }: UpgradedRequest) {
    this.isStillSignedIn = isStillSignedIn ?? (async () => true);
    // A subscription that reuses the id of another would otherwise outlive the socket.
    socket.once('close', () => {
      for (const one of this.followed) one.return();
    });
  }

  /** @throws UserError `TOO_MANY_SUBSCRIPTIONS` */
  refuseMore(): void {
    if (this.followed.size < MOST_FOLLOWED) return;
    throw new UserError(
      `One connection follows at most ${MOST_FOLLOWED} things: end one first, or open another connection.`,
      'TOO_MANY_SUBSCRIPTIONS',
    );
  }

  follow(one: Followed): void {
    this.followed.add(one);
  }

  leave(one: Followed): void {
    this.followed.delete(one);
  }
}

/** What a subscription knows of its caller and its socket. */
export interface SocketContext extends CallerContext {
  readonly socket: SocketRoom;
}

/** Called when a socket begins to speak the protocol; one that begins twice, or talks without end, is closed. */
export const admitSocket = (opened: unknown, upgraded: unknown): SocketContext => {
  const one = opened as Socket;
  const request = upgraded as UpgradedRequest;
  if (admitted.has(one as object)) {
    one.close(TOO_MANY, 'Too many initialisation requests');
    throw new UserError('A connection is initialised once.', 'BAD_REQUEST');
  }
  admitted.add(one as object);
  limitMessages(one);
  return { principal: request.principal, socket: new SocketRoom(one, request) };
};

const limitMessages = (socket: Socket): void => {
  let messages = 0;
  const timer = setInterval(() => {
    messages = 0;
  }, PER_MS);
  socket.once('close', () => clearInterval(timer));
  socket.on('message', () => {
    messages += 1;
    if (messages === MOST_MESSAGES) socket.close(TOO_MANY, 'Too many messages');
  });
};
