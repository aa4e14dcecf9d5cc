import { type DocumentNode, Kind } from 'graphql';
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

/** What an auditor may do, too. */
const OF_AUDITORS = new Set(['runReport']);

/** Whatever changes something needs an administrator (few things: an auditor), before any of it is looked at. */
export const guardMutations = (document: DocumentNode, context: CallerContext): void => {
  const changes = document.definitions.filter(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation',
  );
  if (changes.length === 0) return;
  // A fragment could hold any field, so only what is written out counts.
  const isOfAuditors = changes.every(
    (one) =>
      'selectionSet' in one &&
      one.selectionSet?.selections.every(
        (field) => field.kind === Kind.FIELD && OF_AUDITORS.has(field.name.value),
      ),
  );
  requireRole(context, isOfAuditors ? ['auditor', 'admin'] : ['admin'], 'change anything here');
};
