import { messageOf } from '../../support/errors.js';
import { together } from '../records.js';
import { authenticateAuthorization, authenticateToken, firstOf } from '../signatures.js';
import type { Authenticity, RawRequest, Reception, Secret, Source } from '../source.js';
import { interpretHubPush, interpretRegistryEvent } from './interpret.js';
import { type DockerPayload, dockerPayload } from './payload.js';

const TOKEN = 'token';

/** Docker Hub can send no header of ours, so its secret stands in the address: `?token=...`. */
const authenticate = (request: RawRequest, secret: Secret, { url }: Reception): Authenticity => {
  const token = URL.canParse(url) ? new URL(url).searchParams.get(TOKEN) : null;
  const inAddress =
    token === null ? [] : [authenticateToken(TOKEN, { ...request, headers: { token } }, secret)];
  return firstOf(authenticateAuthorization(request, secret), ...inAddress);
};

const read = ({ body }: RawRequest): unknown => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw new Error(`it is no JSON, as a registry and Docker Hub send it (${messageOf(thrown)})`);
  }
};

/** Notifications of a registry (CNCF Distribution, and those built on it) and webhooks of Docker Hub. */
export const docker: Source<DockerPayload> = {
  id: 'docker',
  title: 'Docker registry',
  about: {
    transport: 'registry notifications, Docker Hub webhook',
    authentication: 'bearer token, basic password or `?token=`',
    deliveryKey: 'hash of the body (each event has its id)',
  },
  resends: true,
  headers: ['content-type', 'user-agent'],
  payload: dockerPayload,
  authenticate,
  read,
  interpret: (payload, { source }) =>
    payload.kind === 'hub'
      ? together([interpretHubPush(payload.push)])
      : together(payload.events.map((event) => interpretRegistryEvent(event, source))),
};
