/** One person's change of one field of a board, as it comes in. */
export interface Edit {
  /** Made where the edit was made, so that sending it twice is the same as sending it once. */
  readonly id: string;
  /** What is set: `title`, `step:review:name`, `note:7f3a` and so on; `fields.ts` has them all. */
  readonly field: string;
  /** The new value as JSON text; `null` clears the field. */
  readonly value: string;
}

/** Who makes edits: somebody at one device, and the account that the device is signed in with. */
export interface Author {
  /** Made by the device; a dozen laptops of one account are a dozen participants. */
  readonly participant: string;
  /** What the person wants to be called. */
  readonly name: string;
  /** The name of the token that signed the device in. */
  readonly account: string;
}

/** An edit in the log of its workshop. */
export interface LoggedEdit extends Edit, Author {
  /** From 1, without gaps; a later edit of the same field wins. */
  readonly sequence: number;
  readonly at: Date;
}

/** The latest edit of each field that is not cleared, by field. */
export type Cells = ReadonlyMap<string, LoggedEdit>;

const CLEARED = 'null';

/** The board after these edits: in each field the one with the highest sequence, whatever the order they come in. */
export const fold = (edits: Iterable<LoggedEdit>): Cells => {
  const latest = new Map<string, LoggedEdit>();
  for (const edit of edits) {
    const known = latest.get(edit.field);
    if (!known || known.sequence < edit.sequence) latest.set(edit.field, edit);
  }
  const cells = [...latest].filter(([, { value }]) => value !== CLEARED);
  return new Map(cells.sort(([left], [right]) => (left < right ? -1 : 1)));
};
