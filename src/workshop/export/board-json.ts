import { z } from 'zod';
import { UserError } from '../../support/errors.js';
import type { LoggedEdit } from '../edit.js';
import type { WorkshopRow } from '../edit-log.js';
import { checkEdit } from '../fields.js';
import { text } from '../model.js';

const FORMAT = 'throughline.workshop';
const LONGEST = 8 * 1024 * 1024;
const identifier = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
const instant = z.iso.datetime().transform((told) => new Date(told));

const file = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  id: identifier,
  createdAt: instant,
  createdBy: text(200),
  edits: z
    .array(
      z.strictObject({
        sequence: z.number().int().min(1),
        id: identifier,
        field: z.string(),
        value: z.unknown(),
        at: instant,
        participant: identifier,
        name: text(80),
        account: text(200),
      }),
    )
    .min(1)
    .max(20_000),
});

/** A whole workshop, as it left a Throughline. */
export interface ExportedWorkshop {
  readonly id: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly edits: readonly LoggedEdit[];
}

/** The log of a workshop with all that is in it. Bringing it back and writing it again gives the same text. */
export const boardJson = (
  { id, createdAt, createdBy }: WorkshopRow,
  edits: readonly LoggedEdit[],
): string => {
  const head = { format: FORMAT, version: 1, id, createdAt, createdBy };
  const told = edits.map(({ sequence, id: edit, field, value, at, participant, name, account }) => ({
    sequence,
    id: edit,
    field,
    value: JSON.parse(value) as unknown,
    at,
    participant,
    name,
    account,
  }));
  return `${JSON.stringify({ ...head, edits: told }, null, 1)}\n`;
};

/** @throws UserError `BAD_FILE`, `BAD_EDIT` */
export const readBoardJson = (told: string): ExportedWorkshop => {
  if (told.length > LONGEST) throw refusal(`has more than ${LONGEST / 1024 / 1024} MB`);
  const checked = file.safeParse(parse(told));
  if (!checked.success) {
    const [first] = checked.error.issues;
    throw refusal(
      `is not as it left the workshop: ${first?.path.join('.') || 'the file'}: ${first?.message}`,
    );
  }
  const { id, createdAt, createdBy, edits } = checked.data;
  if (edits.some(({ sequence }, i) => sequence !== i + 1)) throw refusal('lacks an edit in its sequence');
  if (new Set(edits.map((edit) => edit.id)).size < edits.length) throw refusal('tells one edit twice');
  const logged = edits.map((edit) => {
    const { value, field } = checkEdit({
      id: edit.id,
      field: edit.field,
      value: JSON.stringify(edit.value ?? null),
    });
    return { ...edit, field, value };
  });
  return { id, createdAt, createdBy, edits: logged };
};

const parse = (told: string): unknown => {
  try {
    return JSON.parse(told);
  } catch {
    throw refusal('is not JSON');
  }
};

const refusal = (why: string): UserError =>
  new UserError(`The file ${why}. Export the workshop as JSON again and bring in that file.`, 'BAD_FILE');
