import { HttpException, type LoggerService } from '@nestjs/common';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { UserError } from '../support/errors.js';
import { shortHash } from '../support/hash.js';

/** The one shape of an error in an answer. */
export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

interface Judged {
  readonly error: ShownError;
  readonly status: number;
}

/**
 * Turns whatever was thrown into errors of one shape. What nobody expected is logged whole under an id, and the caller
 * learns only that id.
 */
export const formatErrors =
  (logger: Pick<LoggerService, 'error'>) =>
  (execution: ExecutionResult): { statusCode: number; response: ExecutionResult } => {
    const judged = (execution.errors ?? []).flatMap((thrown) => judge(thrown, logger));
    const statusCode = execution.data ? 200 : Math.max(200, ...judged.map(({ status }) => status));
    const errors = judged.map(({ error }) => error) as unknown as readonly GraphQLError[];
    return { statusCode, response: { data: execution.data ?? null, errors } };
  };

const judge = (thrown: GraphQLError, logger: Pick<LoggerService, 'error'>): Judged[] => {
  const cause = thrown.originalError;
  const path = thrown.path ? { path: thrown.path } : {};
  const shown = (code: string, status: number, message = thrown.message): Judged[] => [
    { error: { message, ...path, extensions: { code } }, status },
  ];
  const invalid = invalidities(cause);
  if (invalid) return invalid.flatMap((one) => judge(one, logger));
  if (cause instanceof UserError) return shown(cause.code, 200, cause.message);
  if (cause instanceof HttpException)
    return shown(HTTP_CODES[cause.getStatus()] ?? 'REFUSED', cause.getStatus());
  if (!cause || cause instanceof GraphQLError) return shown('BAD_QUERY', 400);
  if (isOfCaller(cause)) return shown('BAD_REQUEST', cause.statusCode);
  const id = shortHash(`${thrown.message}\u0001${cause.stack ?? ''}`).slice(0, 8);
  logger.error(
    `GraphQL error ${id} at ${thrown.path?.join('.') ?? 'the start'}: ${cause.message}`,
    cause.stack,
  );
  return shown('INTERNAL', 500, `Something went wrong on our side. The log has it under ${id}.`);
};

const HTTP_CODES: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };

/** A query that does not fit the schema carries one error for each mistake in it. */
const invalidities = (cause: Error | undefined | null): GraphQLError[] | undefined => {
  if (!cause || !('errors' in cause) || !Array.isArray(cause.errors)) return undefined;
  return cause.errors.map((one: Error) =>
    one instanceof GraphQLError ? one : new GraphQLError(one.message, { originalError: one }),
  );
};

const isOfCaller = (cause: Error): cause is Error & { statusCode: number } =>
  'statusCode' in cause &&
  typeof cause.statusCode === 'number' &&
  cause.statusCode >= 400 &&
  cause.statusCode < 500;
