import { browserNow } from '../../clock.js';
import { forget, keep, kept, keptUnder } from './storage.js';

/** An edit on its way to the server. */
export interface PendingEdit {
  id: string;
  field: string;
  /** JSON text. */
  value: string;
  /** Later edits of one browser have a higher one. */
  order: number;
}

let last = 0;
const nextOrder = (): number => {
  last = Math.max(last + 1, browserNow().getTime());
  return last;
};

/**
 * The edits of one workshop that the server does not have yet. Each is kept under a key of its own, so that two windows
 * never overwrite each other's; a window that is closed leaves its edits to the next.
 */
export class Pending {
  private readonly prefix: string;

  constructor(workshop: string) {
    this.prefix = `throughline.edit/${workshop}/`;
  }

  add(field: string, value: unknown): PendingEdit {
    const edit = { id: crypto.randomUUID(), field, value: JSON.stringify(value), order: nextOrder() };
    keep(this.prefix + edit.id, JSON.stringify(edit));
    return edit;
  }

  remove(id: string): void {
    forget(this.prefix + id);
  }

  /** In the order in which they were made. */
  all(): PendingEdit[] {
    const edits = keptUnder(this.prefix).flatMap((key) => read(kept(key)));
    return edits.sort((left, right) => left.order - right.order);
  }
}

const read = (text: string | undefined): PendingEdit[] => {
  if (text === undefined) return [];
  try {
    return [JSON.parse(text) as PendingEdit];
  } catch {
    return [];
  }
};
