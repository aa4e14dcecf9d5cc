import type { AuditKind, AuditRole } from '../api/graphql.js';
import { changePath } from '../format/url.js';
import { shortShas } from '../format/words.js';
import type { Act } from './queries.js';

export const roleNames: Record<AuditRole, string> = {
  INITIATOR: 'Who began it',
  ACTOR: 'Who or what did it',
  AUTHORIZER: 'Who allowed it',
};

export const kindNames: Record<AuditKind, string> = {
  CHANGE: 'Change',
  COMMIT: 'Commit',
  DEPLOYMENT: 'Deployment',
  EXECUTION: 'Execution',
  AUTOMATION: 'Automation',
  ACCESS: 'Opened shell',
  RESOURCE: 'Configuration edit',
  APPROVAL: 'Approval',
};

/** What a line is called where it is shown. */
export const titleOf = ({ id, title }: Pick<Act, 'id' | 'title'>): string => shortShas(title || id);

/** The page of one line. Ids hold slashes, `#` and `@`. */
export const linePath = (id: string): string => `/trail/${encodeURIComponent(id)}`;

export const lineIdOf = (pathname: string): string | undefined => {
  const encoded = /^\/trail\/(.+)$/.exec(pathname)?.[1];
  try {
    return encoded && decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
};

/** A change has a page with its commits and deliveries; everything else that of its line. */
export const pageOfLine = ({ id, kind }: Pick<Act, 'id' | 'kind'>): string =>
  kind === 'CHANGE' || kind === 'COMMIT' ? changePath(id.slice(id.indexOf(':') + 1)) : linePath(id);

/** `basket in production on web1, web2 and 3 more` */
export const placeWords = ({
  service,
  environment,
  hosts,
}: Pick<Act, 'service' | 'environment' | 'hosts'>): string => {
  const shown = hosts.slice(0, 3).join(', ');
  const rest = hosts.length > 3 ? ` and ${hosts.length - 3} more` : '';
  return [service ?? '', environment ? `in ${environment}` : '', shown ? `on ${shown}${rest}` : '']
    .filter(Boolean)
    .join(' ');
};

/** The line of a deployment. A service has no slash; an environment may. */
export const deploymentLine = (service: string, environment: string, deployment: string): string =>
  `deployment:${service}/${environment.replaceAll('%', '%25').replaceAll('/', '%2F')}/${deployment}`;

export const packPath = (id: string, asOf: string | undefined): string =>
  `/audit/pack?${new URLSearchParams({ id, ...(asOf !== undefined && { asOf }) })}`;
