import { UserError } from '../support/errors.js';

/** A header as a person writes it on a command line. @throws UserError when it is none. */
export const parseHeader = (text: string): [string, string] => {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UserError(`--header ${text} is not a header: write it as "name: value".`);
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
};
