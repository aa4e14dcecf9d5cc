import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UserError } from '../support/errors.js';
import { packageRoot } from '../support/package-root.js';
import type { Definition } from './definition.js';
import { type Refusal, readDefinition, refusalText } from './read-definition.js';

export interface Definitions {
  /** By name. */
  readonly all: readonly Definition[];
  readonly refused: readonly Refusal[];
}

const PAGE = 'page.eta';

/** Reads every `<folder>/<name>/report.yaml`; one that is refused does not keep the others from running. */
export const loadDefinitions = async (folder = join(packageRoot(), 'reports')): Promise<Definitions> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const read = await Promise.all(names.map((name) => loadOne(folder, name)));
  return {
    all: read.flatMap((one) => ('definition' in one ? [one.definition] : [])),
    refused: read.flatMap((one) => ('refusals' in one ? one.refusals : [])),
  };
};

const loadOne = async (folder: string, name: string) => {
  const path = join(folder, name, 'report.yaml');
  const file = join('reports', relative(folder, path));
  const refused = (reason: string) => ({ refusals: [{ file, line: 1, reason }] });
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(name))
    return refused('The folder must be named in small letters, digits and hyphens.');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return refused('The folder has no report.yaml that can be read.');
  const own = /^template:\s*["']?([\w-]+\.eta)/m.exec(text)?.[1];
  const templatePath = own ? join(folder, name, own) : join(folder, PAGE);
  const template = await readFile(templatePath, 'utf8').catch(() => undefined);
  const templateFile = join('reports', relative(folder, templatePath));
  if (template === undefined) return refused(`The template ${templateFile} cannot be read.`);
  return readDefinition({ name, file, text, template, templateFile });
};

/** @throws UserError `UNKNOWN_REPORT`, with the reasons where its definition is refused. */
export const findDefinition = ({ all, refused }: Definitions, name: string): Definition => {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const reasons = refused.filter(({ file }) => file === join('reports', name, 'report.yaml'));
  if (reasons.length > 0) throw new UserError(reasons.map(refusalText).join('\n'), 'REFUSED_REPORT');
  const known = all.map((one) => one.name).join(', ') || 'none';
  throw new UserError(`There is no report ${JSON.stringify(name)}: there are ${known}.`, 'UNKNOWN_REPORT');
};
