import { together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { interpretReport } from './interpret.js';
import { type PuppetPayload, type PuppetSettings, puppetPayload, puppetSettings } from './payload.js';
import { pull } from './pull.js';
import { read } from './read.js';

/** Near the beginning or the end of a report, in YAML and in JSON alike; not worth parsing a large report for. */
const TRANSACTION = /["']?transaction_uuid["']?\s{0,4}:\s{0,4}["']?([0-9a-f-]{36})/;

const deliveryKey = ({ body }: RawRequest): string | undefined => {
  const found = [...body.toString('latin1').matchAll(new RegExp(TRANSACTION, 'g'))];
  return found.length === 1 ? found[0]![1] : undefined;
};

/** Reports of Puppet agents: posted by the report processor `http`, or kept by PuppetDB. */
export const puppet: Source<PuppetPayload, PuppetSettings> = {
  id: 'puppet',
  title: 'Puppet',
  about: {
    transport: 'report processor `http`',
    authentication: 'bearer token or basic password',
    deliveryKey: 'hash of the report',
    pull: 'reports and events of PuppetDB',
  },
  retentionDays: 14,
  headers: ['content-type', 'x-throughline-record'],
  payload: puppetPayload,
  settings: puppetSettings,
  authenticate: authenticateAuthorization,
  deliveryKey,
  read,
  interpret: (payload, { settings }) => together(payload.map((report) => interpretReport(report, settings))),
  pull,
};
