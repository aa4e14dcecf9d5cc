import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A network cable between a browser and the service, which can be pulled. */
export interface Cable {
  /** Where the browser finds the service. */
  readonly url: string;
  /** From now on nothing goes through, and what was under way is lost. */
  pull(): void;
  plugIn(): void;
  close(): Promise<void>;
}

export const layCable = async (to: string): Promise<Cable> => {
  const { port } = new URL(to);
  const open = new Set<Socket>();
  let isPulled = false;
  const server: Server = createServer((near) => {
    if (isPulled) return near.destroy();
    const far = createConnection({ port: Number(port), host: '127.0.0.1' });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const destroyAll = () => {
    for (const one of open) one.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    pull: () => {
      isPulled = true;
      destroyAll();
    },
    plugIn: () => {
      isPulled = false;
    },
    close: () =>
      new Promise((done) => {
        destroyAll();
        server.close(() => done());
      }),
  };
};
