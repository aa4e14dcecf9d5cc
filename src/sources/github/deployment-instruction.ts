import { z } from 'zod';

type Kind = 'deploy' | 'upgrade' | 'rollback' | 'remove';
const KINDS: readonly Kind[] = ['deploy', 'upgrade', 'rollback', 'remove'];

interface DeploymentInstruction {
  readonly service?: string;
  readonly kind?: Kind;
}

/**
 * A deployment's `payload` belongs to whoever made the deployment: an object, JSON in a text, or anything at all.
 * Understood are `service` (a name), `kind` (deploy, upgrade, rollback, remove) and `rollback: true`.
 */
export const instruction = z
  .unknown()
  .optional()
  .transform((payload): DeploymentInstruction => {
    const told = membersOf(payload);
    const { service, rollback } = told;
    const kind =
      KINDS.find((known) => known === told['kind']) ?? (rollback === true ? 'rollback' : undefined);
    return {
      ...(typeof service === 'string' && service.trim() !== '' && { service: service.trim() }),
      ...(kind && { kind }),
    };
  });

const membersOf = (payload: unknown): Record<string, unknown> => {
  const value = typeof payload === 'string' ? parsed(payload) : payload;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    // A text that is no JSON is an instruction to somebody else.
    return undefined;
  }
};
