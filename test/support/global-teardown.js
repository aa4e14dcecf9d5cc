import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export default async function tearDown() {
  const { throughlineTestPostgres, throughlineTestDirectory } = globalThis;
  if (!throughlineTestPostgres) return;
  await throughlineTestPostgres.stop();
  await rm(dirname(throughlineTestDirectory), { recursive: true, force: true });
}
