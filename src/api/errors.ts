import { HttpException, type LoggerService } from '@nestjs/common';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { codeOf, UserError } from '../support/errors.js';
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

type Log = Pick<LoggerService, 'error'>;

/**
 * Turns whatever was thrown into errors of one shape. What nobody expected is logged whole under an id, and the caller
 * learns only that id.
 */
export const formatErrors =
  (logger: Log) =>
  (execution: ExecutionResult): { statusCode: number; response: ExecutionResult } => {
    const judged = (execution.errors ?? []).flatMap((thrown) => judge(thrown, logger));
    const statusCode = execution.data ? 200 : Math.max(200, ...judged.map(({ status }) => status));
    const errors = judged.map(({ error }) => error) as unknown as readonly GraphQLError[];
    return { statusCode, response: { data: execution.data ?? null, errors } };
  };

const judge = (thrown: GraphQLError, logger: Log): Judged[] => {
  const cause = thrown.originalError;
  const invalid = invalidities(cause);
  if (invalid) return invalid.flatMap((one) => judge(one, logger)).map((one) => ({ ...one, status: 400 }));
  const path = thrown.path ? { path: thrown.path } : {};
  const { code, status, message } = verdictOn(thrown, logger);
  return [{ error: { message, ...path, extensions: { code } }, status }];
};

const verdictOn = (thrown: GraphQLError, logger: Log): { code: string; status: number; message: string } => {
  const { originalError: cause, message, path } = thrown;
  if (cause instanceof UserError) return { code: cause.code, status: 200, message: cause.message };
  if (cause instanceof HttpException) {
    return { code: HTTP_CODES[cause.getStatus()] ?? 'REFUSED', status: cause.getStatus(), message };
  }
  if (codeOf(cause) === UNSTORABLE_TEXT) return { code: 'BAD_TEXT', status: 200, message: NO_NUL };
  // Only a mistake of the query has no place in the answer.
  if (!path && (!cause || cause instanceof GraphQLError)) return { code: 'BAD_QUERY', status: 400, message };
  if (isOfCaller(cause)) return { code: 'BAD_REQUEST', status: cause.statusCode, message };
  const { stack = message } = cause ?? thrown;
  const id = shortHash(stack).slice(0, 8);
  logger.error(`GraphQL error ${id} at ${path?.join('.') ?? 'the start'}: ${message}`, stack);
  const shown = `Something went wrong on our side. The log has it under ${id}.`;
  return { code: 'INTERNAL', status: 500, message: shown };
};

/** What PostgreSQL says of a text that it can neither hold nor look for; only a caller can have brought it. */
const UNSTORABLE_TEXT = '22021';
const NO_NUL = 'A text in the query holds a NUL character, which nothing here can contain: leave it out.';

const HTTP_CODES: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };

/** A query that does not fit the schema carries one error for each mistake in it. */
const invalidities = (cause: Error | undefined | null): GraphQLError[] | undefined => {
  if (!cause || !('errors' in cause) || !Array.isArray(cause.errors)) return undefined;
  return cause.errors.map((one: Error) =>
    one instanceof GraphQLError ? one : new GraphQLError(one.message, { originalError: one }),
  );
};

const isOfCaller = (cause: Error | undefined | null): cause is Error & { statusCode: number } =>
  cause instanceof Error &&
  'statusCode' in cause &&
  typeof cause.statusCode === 'number' &&
  cause.statusCode >= 400 &&
  cause.statusCode < 500;
