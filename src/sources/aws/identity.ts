import type { Actor } from '../../events/vocabulary.js';
import { arnParts } from './ids.js';
import type { TrailRecord, UserIdentity } from './payload.js';
import type { AwsSettings } from './settings.js';

/** Who called, and the human for whom a service of AWS called in turn. */
export interface Who {
  readonly actor: Actor | undefined;
  readonly initiator?: Actor | undefined;
}

export const serviceActor = (service: string): Actor => ({
  id: `aws:${service}`,
  name: service,
  kind: 'service',
  confidence: 'authenticated',
});

const CONSOLE = 'signin.amazonaws.com';
const SERVICE_ROLE = /:role\/(?:aws-service-role|service-role)\//;
const SIGN_ON = /AWSReservedSSO_|aws-reserved\/sso\.amazonaws\.com/;
const MAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

const bot = (actor: Actor): Actor => ({ ...actor, kind: 'bot', confidence: 'bot' });

export const whoOf = (record: TrailRecord, settings: AwsSettings): Who => {
  const identity = record.userIdentity;
  if (!identity) return { actor: undefined };
  const caller = callerOf(identity, record, settings);
  const service = serviceBehind(identity);
  if (!service) return { actor: caller };
  const human = caller?.kind === 'human' ? caller : undefined;
  return { actor: serviceActor(service), initiator: human };
};

/** The service of AWS that called, on its own or for somebody; signing in to the console is not such a service. */
const serviceBehind = ({ type, invokedBy }: NonNullable<UserIdentity>): string | undefined => {
  if (invokedBy && invokedBy !== CONSOLE && /\.amazonaws\.com/.test(invokedBy)) return invokedBy;
  return type === 'AWSService' ? (invokedBy ?? 'service of AWS') : undefined;
};

const callerOf = (
  identity: NonNullable<UserIdentity>,
  record: TrailRecord,
  settings: AwsSettings,
): Actor | undefined => {
  const actor = named(identity, record);
  const names = [actor?.name, identity.userName, identity.sessionContext?.sessionIssuer?.userName];
  return actor && names.some((name) => name && settings.bots.includes(name)) ? bot(actor) : actor;
};

const named = (identity: NonNullable<UserIdentity>, record: TrailRecord): Actor | undefined => {
  const account = identity.accountId ?? arnParts(identity.arn).account ?? record.recipientAccountId ?? '';
  const { type, userName } = identity;
  // Whoever knows its password is root: the account is sure, the person is not.
  if (type === 'Root')
    return { id: `aws:${account}/root`, name: 'root', kind: 'human', confidence: 'asserted' };
  if (type === 'AssumedRole') return assumed(identity, account, record);
  if (type === 'IdentityCenterUser' && identity.onBehalfOf?.userId)
    return human(`identity-center/${identity.onBehalfOf.userId}`, undefined, 'authenticated');
  if (type === 'FederatedUser' || type === 'WebIdentityUser')
    return human(`${account}/${userName ?? identity.principalId ?? ''}`, userName, 'asserted');
  if (userName) return human(`${account}/${userName}`, userName, 'authenticated');
  return account && type !== 'AWSService'
    ? { id: `aws:${account}`, kind: 'service', confidence: 'asserted' }
    : undefined;
};

const human = (id: string, name: string | undefined, confidence: Actor['confidence']): Actor => ({
  id: `aws:${id}`,
  name,
  kind: 'human',
  confidence,
});

/**
 * Single sign-on makes the person's login the name of the session. Any other role lets its caller choose that name, so it
 * only asserts who calls; the role stands beside it.
 */
const assumed = (identity: NonNullable<UserIdentity>, account: string, record: TrailRecord): Actor => {
  const { sessionIssuer: issuer, attributes, sourceIdentity } = identity.sessionContext ?? {};
  const parts = arnParts(identity.arn).resource.split('/');
  const session = parts.slice(2).join('/') || identity.principalId?.split(':')[1] || '';
  const role = issuer?.userName ?? parts[1] ?? 'role';
  if (SERVICE_ROLE.test(issuer?.arn ?? '')) return serviceActor(`${account}/${role}`);
  if (SIGN_ON.test(`${issuer?.arn} ${role}`)) return human(`${account}/${session}`, session, 'authenticated');
  const person = sourceIdentity ?? session;
  const atConsole = /signin\.amazonaws\.com|console\.amazonaws\.com|Mozilla\//.test(record.userAgent ?? '');
  const byHand =
    sourceIdentity !== undefined || attributes?.mfaAuthenticated === 'true' || atConsole || MAIL.test(person);
  const id = `aws:${account}/${role}/${person}`;
  return byHand
    ? { id, name: person, kind: 'human', confidence: 'asserted' }
    : { id, name: person, kind: 'service', confidence: 'asserted' };
};
