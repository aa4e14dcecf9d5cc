import type { Clock } from '../support/clock.js';
import { type Db, writeRows } from '../support/rows.js';
import { loadSettings } from './load.js';
import { type Settings, usualSettings } from './settings.js';

export interface Saved {
  readonly settings: Settings;
  /** undefined: nobody set anything, and everything of the house is on. */
  readonly since: Date | undefined;
  readonly text: string | undefined;
}

/** The policies that hold now: the last that somebody applied. */
export const currentSettings = async (db: Db): Promise<Saved> => {
  const { rows } = await db.query<{ recorded_at: Date; text: string }>(
    'select recorded_at, text from throughline.policy_settings order by recorded_at desc limit 1',
  );
  const [saved] = rows;
  if (!saved) return { settings: usualSettings(), since: undefined, text: undefined };
  return { settings: loadSettings(saved.text, 'policies.yaml'), since: saved.recorded_at, text: saved.text };
};

interface Applied {
  readonly text: string;
  /** What the file is called in sentences. */
  readonly name: string;
  readonly by: string;
}

/**
 * Makes these policies hold from now on; those before are kept, with who set them and when.
 *
 * @throws UserError when something is wrong with the text; then nothing changes.
 */
export const applySettings = async (db: Db, clock: Clock, { text, name, by }: Applied): Promise<Settings> => {
  const settings = loadSettings(text, name);
  await writeRows(
    db,
    {
      table: 'throughline.policy_settings',
      columns: ['recorded_at', 'said_by', 'text'],
      key: ['recorded_at'],
      conflict: 'ignore',
    },
    [{ recorded_at: clock.now(), said_by: by, text }],
  );
  return settings;
};
