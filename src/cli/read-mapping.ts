import { readFile } from 'node:fs/promises';
import { compileMapping } from '../sources/mapping/compile.js';
import { UserError } from '../support/errors.js';

/**
 * The text of a mapping that is sound.
 *
 * @throws UserError with one line for each problem, `FILE:LINE: sentence.`
 */
export const readMapping = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} cannot be read: name the YAML file with your mapping.`);
  });
  const told = compileMapping(text);
  if ('mapping' in told) return text;
  throw new UserError(told.problems.map(({ line, message }) => `${file}:${line}: ${message}.`).join('\n'));
};
