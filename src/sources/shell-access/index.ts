import { acceptedOr, ignored } from '../outcome.js';
import { authenticateSharedSecret } from '../shared-secret.js';
import type { Source } from '../source.js';
import { type ShellAccessPayload, shellAccessPayload } from './payload.js';
import { read } from './request.js';
import { type ShellAccessSettings, shellAccessSettings } from './settings.js';
import { sshdEvents } from './sshd.js';
import { entryOf } from './syslog.js';
import { teleportEvents } from './teleport.js';

/** Who opened a shell where: Teleport's audit events, and the log of sshd by syslog, journald or a shipper. */
export const shellAccess: Source<ShellAccessPayload, ShellAccessSettings> = {
  id: 'shell-access',
  title: 'Shell access (Teleport, sshd)',
  about: {
    transport: 'Teleport audit events, lines of sshd',
    authentication: 'token as header, bearer, basic or `?token=`',
    deliveryKey: 'hash of the body (each event has its id)',
  },
  headers: ['content-type', 'date', 'x-throughline-zone'],
  payload: shellAccessPayload,
  settings: shellAccessSettings,
  authenticate: authenticateSharedSecret,
  read,
  interpret: ({ teleport, lines, sentAt, zone, what }, { settings: known }) => {
    const settings = { ...known, zone: zone ?? known.zone };
    const told = [
      ...teleport.map((one) => teleportEvents(one, settings)),
      ...lines.map((line) => sshdEvents(entryOf(line, sentAt, settings), settings)),
    ];
    if (told.length === 0)
      return ignored(`It is no event of Teleport and no line of a log, but holds: ${what || 'nothing'}`);
    const reason = told.find((one) => typeof one === 'string');
    return acceptedOr(
      reason ?? 'Nothing was opened or closed',
      told.filter((one) => typeof one !== 'string').flat(),
    );
  },
};
