import { z } from 'zod';
import { chatSettings } from '../chat.js';
import type { Setting } from '../source.js';

const names = z.array(z.string().min(1).max(200)).max(200);

export const slackSettings = z.strictObject({
  ...chatSettings,
  /** Reactions that say yes, or no, to the message. */
  grantedReactions: names.default(['white_check_mark', 'heavy_check_mark']),
  rejectedReactions: names.default(['x', 'no_entry', 'no_entry_sign']),
});
export type SlackSettings = z.output<typeof slackSettings>;
export type SlackSetting = Setting<SlackSettings>;

export const SOURCE = 'slack';
