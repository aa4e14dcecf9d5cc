import type { Pool } from 'pg';
import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent, EventOf, EventType } from '../../src/events/vocabulary.js';
import { Projector } from '../../src/projections/projector.js';
import { startApi, type TestApi } from '../api/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { record } from '../support/read-models.js';

export const person = (id: string, name?: string): Actor => ({
  id,
  ...(name && { name }),
  kind: 'human',
  confidence: 'authenticated',
});

type Told<T extends EventType> = Omit<EventOf<T>, 'id' | 'source' | 'type'>;

/** An event of a test: its id is made from what it says. */
export const event = <T extends EventType>(type: T, told: Told<T>): DeliveryEvent =>
  ({ type, id: eventId(type, JSON.stringify(told)), source: 'test', ...told }) as unknown as DeliveryEvent;

export interface AuditStory {
  readonly database: TestDatabase;
  readonly api: TestApi;
  tell(...events: readonly DeliveryEvent[]): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they asked for
  ask(query: string, variables?: Record<string, unknown>): Promise<any>;
  close(): Promise<void>;
}

export const startStory = async (): Promise<AuditStory> => {
  const database = await createTestDatabase();
  const api = await startApi(database.pool);
  return {
    database,
    api,
    tell: (...events) => tell(database.pool, events),
    ask: async (query, variables) => {
      const { data, errors } = await api.ask(query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    close: async () => {
      await api.close();
      await database.drop();
    },
  };
};

const tell = async (pool: Pool, events: readonly DeliveryEvent[]): Promise<void> => {
  await record(pool, events);
  await new Projector(pool).projectPending();
};
