import { z } from 'zod';
import { actor } from '../../events/vocabulary.js';
import { type CodeownersContext, readCodeowners } from './codeowners.js';
import type { Definition } from './definition.js';
import { readPeopleFile } from './people-file.js';
import type { Reading } from './read-yaml.js';
import { readTeamsFile } from './teams-file.js';

const instant = z.iso.datetime();
const said = { at: instant, by: actor };

const claim = z.object({
  subject: z.array(z.string()).min(1),
  value: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/** A file as it was, and what its registry said until then. */
const fileCommon = {
  ...said,
  file: z.string(),
  text: z.string(),
  first: z.boolean(),
  before: z.array(claim),
};
const people = z.object({ ...fileCommon, kind: z.literal('people') });
const teams = z.object({ ...fileCommon, kind: z.literal('teams') });
const codeowners = z.object({
  ...fileCommon,
  kind: z.literal('codeowners'),
  repo: z.string().min(1),
  services: z.array(z.object({ service: z.string().min(1), paths: z.array(z.string()) })),
  handles: z.record(z.string(), z.string()),
});

const span = { from: instant.optional(), to: instant.optional() };
const decision = {
  ...said,
  ...span,
  identity: z.string().min(1),
  person: z.string().min(1),
  reason: z.string().optional(),
};
/** An administrator's word about one identity. */
const merge = z.object({
  ...decision,
  kind: z.literal('merge'),
  bot: z.literal(true).optional(),
  /** What the person is called, where it is described for the first time. */
  name: z.string().optional(),
});
const split = z.object({ ...decision, kind: z.literal('split') });

export type FileDelivery = z.infer<typeof people> | z.infer<typeof teams> | z.infer<typeof codeowners>;
export type FileSaid = FileDelivery & { readonly definition: Definition };
export type Decision = z.infer<typeof merge> | z.infer<typeof split>;

/** What a file says, or the first thing that is wrong with it. */
export const readDefinition = (delivery: FileSource): Reading<Definition> => {
  switch (delivery.kind) {
    case 'people':
      return readPeopleFile(delivery.text);
    case 'teams':
      return readTeamsFile(delivery.text);
    default:
      return readCodeowners(delivery.text, delivery);
  }
};

/** The part of a delivery that is needed to read its file. */
export type FileSource =
  | { readonly kind: 'people' | 'teams'; readonly text: string }
  | ({ readonly kind: 'codeowners'; readonly text: string } & CodeownersContext);

export const payload = z
  .discriminatedUnion('kind', [merge, split, people, teams, codeowners])
  .transform((said, context): Decision | FileSaid => {
    if (said.kind === 'merge' || said.kind === 'split') return said;
    const read = readDefinition(said);
    if (read.ok) return { ...said, definition: read.value };
    const { line, column, message } = read.flaw;
    context.issues.push({
      code: 'custom',
      message: `${line}:${column}: ${message}`,
      input: undefined,
      path: ['text'],
    });
    return z.NEVER;
  });
