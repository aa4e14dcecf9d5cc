import pg from 'pg';
import { CHANNEL } from './edit-log.js';

/** What servers tell each other of a workshop. Edits themselves are read from the log; this only says that there are some. */
export interface Ring {
  readonly workshop: string;
  /** Somebody is in the room. */
  readonly here?: { readonly participant: string; readonly name: string };
  /** A participant has left. */
  readonly gone?: string;
  /** Whoever is here is asked to say so. */
  readonly roll?: true;
}

type Listener = (ring: Ring) => void;

const AGAIN_MS = 1_000;

/**
 * Rings at every server when a workshop has news, by LISTEN and NOTIFY. When its connection breaks it makes another and
 * rings for every workshop, so that what was missed is looked up.
 */
export class Bell {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: Promise<pg.Client> | undefined;
  private isClosed = false;

  constructor(private readonly pool: pg.Pool) {}

  /** Resolves to the way to stop, once nothing can be missed any more. */
  async listen(workshop: string, listener: Listener): Promise<() => void> {
    const all = this.listeners.get(workshop) ?? new Set();
    this.listeners.set(workshop, all.add(listener));
    this.client ??= this.connect();
    await this.client;
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(workshop);
    };
  }

  async ring(ring: Ring): Promise<void> {
    await this.pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(ring)]);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const client = await this.client?.catch(() => undefined);
    await client?.end().catch(() => {});
  }

  private async connect(): Promise<pg.Client> {
    const { connectionString, host, port, user, database, password, ssl } = this.pool.options;
    const own = connectionString ? { connectionString } : { host, port, user, database, password, ssl };
    const client = new pg.Client({ ...own, application_name: 'throughline bell', keepAlive: true });
    client.on('notification', ({ payload }) => this.heard(payload ?? ''));
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      return client;
    } catch (thrown) {
      this.client = undefined;
      await client.end().catch(() => {});
      throw thrown;
    }
  }

  private broken: pg.Client | undefined;

  /** Both the error and the end of one connection come here. */
  private reconnect(client: pg.Client): void {
    if (this.isClosed || this.broken === client || this.client === undefined) return;
    this.broken = client;
    this.client = undefined;
    this.tryAgain();
  }

  private tryAgain(): void {
    setTimeout(() => {
      if (this.isClosed || this.listeners.size === 0) return;
      this.client ??= this.connect();
      this.client.then(
        () => this.ringAll(),
        () => this.tryAgain(),
      );
    }, AGAIN_MS).unref();
  }

  private ringAll(): void {
    for (const [workshop, all] of this.listeners) for (const listener of all) listener({ workshop });
  }

  private heard(payload: string): void {
    const ring = JSON.parse(payload) as Ring;
    for (const listener of this.listeners.get(ring.workshop) ?? []) listener(ring);
  }
}
