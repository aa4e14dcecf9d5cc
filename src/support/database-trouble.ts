import { codeOf, messageOf } from './errors.js';

const DISK_FULL = '53100';
/** It was told to end, or broke down; what the driver says where the connection just ended has no code. */
const ENDED = /^57P0\d$/;
const CUT_OFF = /^Connection terminated|^Client has encountered a connection error/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** What a person is to do about a failure of the database itself; undefined where it is another failure. */
export const databaseTrouble = (thrown: unknown): string | undefined => {
  const code = codeOf(thrown) ?? '';
  if (code === DISK_FULL) {
    return 'The disk of the database is full: make room on it, then do the same again. What was recorded before is kept.';
  }
  if (ENDED.test(code) || UNREACHABLE.has(code) || CUT_OFF.test(messageOf(thrown))) {
    return 'The database broke off: see that it runs and that its disk has room, then do the same again. What was recorded before is kept.';
  }
  return undefined;
};
