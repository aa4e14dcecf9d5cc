/** A mistake of the caller: its message is one clear sentence that says what to do. Never a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    /** Stable machine-readable reason, for example `UNKNOWN_TEAM`. */
    readonly code: string = 'BAD_INPUT',
  ) {
    super(message);
  }
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** The SQLSTATE of a PostgreSQL error, or what Node calls a failure of the system. */
export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
