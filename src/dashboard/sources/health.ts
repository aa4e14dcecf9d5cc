import { counted } from '../format/number.js';
import type { Source } from './queries.js';

export interface Health {
  state: 'good' | 'silent' | 'trouble';
  sentence: string;
}

type Counts = Pick<Source, 'received' | 'rejected' | 'dead' | 'refused'>;

/** Whether somebody has to look, in one sentence. What only waits or was ignored on purpose is no trouble. */
export const healthOf = ({ received, rejected, dead, refused }: Counts): Health => {
  const troubles = [
    rejected > 0 ? `${counted(rejected, 'delivery', 'deliveries')} could not be understood` : '',
    dead > 0 ? `${counted(dead, 'delivery', 'deliveries')} failed again and again` : '',
    refused > 0 ? `${counted(refused, 'request')} refused for want of a valid signature or token` : '',
  ].filter(Boolean);
  if (troubles.length > 0) return { state: 'trouble', sentence: `${troubles.join('; ')}.` };
  if (received === 0) return { state: 'silent', sentence: 'Nothing was received yet.' };
  return { state: 'good', sentence: 'Everything that was received has been understood.' };
};
