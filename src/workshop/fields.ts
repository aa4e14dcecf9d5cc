import { z } from 'zod';
import { UserError } from '../support/errors.js';
import type { Edit } from './edit.js';
import { comparison, future, measured, note, seconds, share, text, WASTES } from './model.js';

interface Rule {
  readonly name: RegExp;
  readonly value: z.ZodType;
  /** Only the service writes it: it holds what was measured. Anybody may clear it. */
  readonly isOurs?: boolean;
}

const ID = '[A-Za-z0-9_-]{1,64}';
const named = (pattern: string): RegExp => new RegExp(`^${pattern}$`);

/** Every field of a board, and what it may hold. */
const RULES: readonly Rule[] = [
  { name: named('title'), value: text(120) },
  { name: named(`step:${ID}:name`), value: text(120) },
  { name: named(`step:${ID}:owner`), value: text(120) },
  // Where it stands among the others; between two neighbours there is always room.
  { name: named(`step:${ID}:place`), value: z.number().min(-1e9).max(1e9) },
  { name: named(`step:${ID}:removed`), value: z.literal(true) },
  { name: named(`step:${ID}:believed:(process|lead)`), value: seconds },
  { name: named(`step:${ID}:believed:completeAccurate`), value: share },
  { name: named(`step:${ID}:waste:(${WASTES.join('|')})`), value: z.literal(true) },
  { name: named(`note:${ID}`), value: note },
  { name: named(`vote:${ID}`), value: z.string().regex(named(ID)) },
  { name: named('measured'), value: measured, isOurs: true },
  { name: named(`future:${ID}`), value: future, isOurs: true },
  { name: named(`comparison:${ID}`), value: comparison, isOurs: true },
];

const LONGEST_FIELD = 200;
const CLEARED = 'null';

const ruleOf = (field: string): Rule => {
  const rule = field.length <= LONGEST_FIELD ? RULES.find(({ name }) => name.test(field)) : undefined;
  if (rule) return rule;
  throw new UserError(`A board has no field ${JSON.stringify(field.slice(0, LONGEST_FIELD))}.`, 'BAD_EDIT');
};

const parsed = ({ field, value }: Edit): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    throw new UserError(`The value of ${field} is not JSON.`, 'BAD_EDIT');
  }
};

/**
 * The edit with its value in one spelling and nothing in it that a board does not know.
 *
 * @throws UserError `BAD_EDIT`
 */
export const checkEdit = (edit: Edit): Edit => {
  const rule = ruleOf(edit.field);
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(edit.id)) {
    throw new UserError('The id of an edit is 8 to 64 letters, digits, - and _.', 'BAD_EDIT');
  }
  const value = parsed(edit);
  if (value === null) return { ...edit, value: CLEARED };
  const checked = rule.value.safeParse(value);
  if (checked.success) return { ...edit, value: JSON.stringify(checked.data) };
  const [first] = checked.error.issues;
  const where = [edit.field, ...(first?.path ?? [])].join('.');
  throw new UserError(`${where} cannot be set to this: ${first?.message}.`, 'BAD_EDIT');
};

const LONGEST_VALUE = 4_096;

/**
 * An edit that a person made: whatever is measured comes from the service alone, and a vote is one's own.
 *
 * @throws UserError `BAD_EDIT`
 */
export const checkRoomEdit = (edit: Edit, participant: string): Edit => {
  if (edit.value.length > LONGEST_VALUE) {
    throw new UserError(`The value of an edit has at most ${LONGEST_VALUE} characters.`, 'BAD_EDIT');
  }
  const checked = checkEdit(edit);
  if (checked.value === CLEARED && edit.field === 'measured') {
    throw new UserError('The numbers of a map are replaced by drafting it again, not cleared.', 'BAD_EDIT');
  }
  if (checked.value !== CLEARED && ruleOf(edit.field).isOurs) {
    throw new UserError(`${edit.field} is measured by the service and cannot be typed in.`, 'BAD_EDIT');
  }
  if (edit.field.startsWith('vote:') && edit.field !== `vote:${participant}`) {
    throw new UserError('A vote can be cast and changed by the one whose vote it is only.', 'BAD_EDIT');
  }
  return checked;
};
