import { z } from 'zod';
import type { Section } from './section.js';

/** The signed state of the ledger that covers everything in the report. */
export const ledger: Section<Record<string, never>> = {
  id: 'ledger',
  title: 'Proof',
  options: z.strictObject({}),
  read: async ({ checkpoint, asOf }) => {
    if (!checkpoint) {
      return {
        paragraphs: ['The ledger has no checkpoint that covers this report: nothing was recorded yet.'],
      };
    }
    const [origin, size, root, , at] = checkpoint.note.split('\n');
    return {
      paragraphs: [
        `Everything recorded until ${asOf.toISOString()} is covered by the checkpoint below of the append-only ledger. Whoever kept a checkpoint outside the store can hold this one to it; "throughline report verify" checks the bundle of this report without a database.`,
      ],
      tables: [
        {
          id: 'checkpoint',
          title: 'The checkpoint',
          columns: [
            { title: 'What', kind: 'text' },
            { title: 'Value', kind: 'text' },
          ],
          rows: [
            ['Log', origin ?? null],
            ['Leaves', size ?? null],
            ['Root', root ?? null],
            ['Signed', at?.replace(/^at /, '') ?? null],
            ['Verifier key', checkpoint.vkey],
          ],
        },
      ],
    };
  },
};
