import type { Actor } from '../../events/vocabulary.js';
import type { AuditEvent } from './payload.js';

const EMAIL = /^[^@\s/:]+@[^@\s/:]+$/;

const userOf = (cluster: string, username: string): Actor => {
  const service = username.startsWith('system:') || username.endsWith('.gserviceaccount.com');
  const id = EMAIL.test(username) ? `mailto:${username.toLowerCase()}` : `kubernetes:${cluster}/${username}`;
  return { id, name: username, kind: service ? 'service' : 'human', confidence: 'authenticated' };
};

/** Parts of a cluster that carry out what somebody else asked for. */
const CONTROLLER =
  /^system:(?:serviceaccount:kube-system:[\w-]+-controller$|serviceaccount:kube-system:(?:generic-garbage-collector|job-controller)$|node:|kube-|apiserver|addon-manager|volume-scheduler|cloud-controller)/;

export const isController = ({ user }: AuditEvent): boolean => CONTROLLER.test(user?.username ?? '');

/**
 * Whoever authenticated is the actor. A proxy that acts for a person is a service, and the person it names is who began
 * it, by its word; a person who takes on another account stays the actor, and is shown with it.
 */
export const peopleOf = (
  { user, impersonatedUser }: AuditEvent,
  cluster: string,
): { actor?: Actor; initiator?: Actor } => {
  if (!user?.username) return {};
  const actor = userOf(cluster, user.username);
  if (!impersonatedUser?.username) return { actor };
  const other = userOf(cluster, impersonatedUser.username);
  if (actor.kind === 'service' && other.kind === 'human') {
    return { actor, initiator: { ...other, confidence: 'asserted' } };
  }
  return { actor: { ...actor, name: `${user.username} as ${impersonatedUser.username}` } };
};

const BINDING = /\b(ClusterRoleBinding|RoleBinding) "([^"]+)"/;

/** What allowed the request: the binding that the cluster names as its reason. */
export const authorityOf = ({ annotations }: AuditEvent, cluster: string): Actor | undefined => {
  const reason = annotations['authorization.k8s.io/reason'];
  if (typeof reason !== 'string' || reason === '') return undefined;
  const binding = BINDING.exec(reason);
  const what = binding ? `${binding[1]}/${binding[2]}` : 'authorizer';
  return { id: `kubernetes:${cluster}/${what}`, name: reason, kind: 'service', confidence: 'authenticated' };
};
