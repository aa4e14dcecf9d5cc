import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { Principal, Role } from '../access/tokens.js';
import { UserError } from '../support/errors.js';

/** What a query knows of its caller. */
export interface CallerContext {
  readonly principal?: Principal | undefined;
}

const NAMES: Record<Role, string> = { admin: 'an administrator', auditor: 'an auditor', reader: 'a reader' };

/**
 * @param what the sentence goes on: "Only an administrator may WHAT".
 * @throws UserError `FORBIDDEN`
 */
export const requireRole = (
  { principal }: CallerContext,
  roles: readonly Role[],
  what: string,
): Principal => {
  if (principal && roles.includes(principal.role)) return principal;
  const who = roles.map((role) => NAMES[role]).join(' or ');
  const caller = principal ? ` You are signed in as ${NAMES[principal.role]}.` : '';
  throw new UserError(
    `Only ${who} may ${what}.${caller} Ask one, or send a token that was made with --role ${roles[0]}.`,
    'FORBIDDEN',
  );
};

/** What needs no administrator. Whoever is signed in may take part in a workshop: it changes no event and no figure. */
const ALLOWED: ReadonlyMap<string, readonly Role[]> = new Map([
  ['runReport', ['auditor', 'admin']],
  ...['createWorkshop', 'editWorkshop', 'importWorkshop', 'draftWorkshop', 'saveFuture', 'compareFuture'].map(
    (name) => [name, ['reader', 'auditor', 'admin']] as [string, Role[]],
  ),
]);
const ADMIN: readonly Role[] = ['admin'];

/** Whatever changes something needs an administrator (few things: less), before any of it is looked at. */
export const guardMutations = (document: DocumentNode, context: CallerContext): void => {
  const changes = document.definitions.filter(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation',
  );
  for (const field of changes.flatMap(({ selectionSet }) => selectionSet.selections)) {
    // A fragment could hold any field, so only what is written out counts.
    const roles = field.kind === Kind.FIELD ? ALLOWED.get(field.name.value) : undefined;
    requireRole(context, roles ?? ADMIN, 'change anything here');
  }
};
