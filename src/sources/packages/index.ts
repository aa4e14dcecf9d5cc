import { authenticateBearer } from '../bearer.js';
import { together } from '../records.js';
import type { Source } from '../source.js';
import { interpretPiece } from './interpret.js';
import { type PackagesPayload, type PackagesSettings, packagesPayload, packagesSettings } from './payload.js';
import { read } from './read.js';

/** How a transaction begins in each of the logs; its lines explain one another. */
const TRANSACTION =
  /^(?:\S+ )?\S+ \S+ startup |^Start-Date: |logging initialized|^Transaction ID\s*:|\bRPM transaction\b/i;

/**
 * Logs of Debian's and RPM's package managers: dpkg.log or apt's history.log (one of them: they tell the same twice), the
 * log of dnf's transactions, or what `dnf history info` prints. Whole or in pieces, as text or as JSON.
 */
export const packages: Source<PackagesPayload, PackagesSettings> = {
  id: 'packages',
  title: 'Package managers',
  about: {
    transport: 'a shipper posts dpkg, apt, dnf and rpm logs',
    authentication: 'bearer token',
    deliveryKey: 'hash of the body',
  },
  bearer: true,
  headers: ['content-type', 'x-throughline-host', 'x-throughline-zone'],
  payload: packagesPayload,
  settings: packagesSettings,
  authenticate: authenticateBearer,
  read,
  begins: (line) => TRANSACTION.test(line),
  interpret: (payload, { settings }) => together(payload.map((piece) => interpretPiece(piece, settings))),
};
