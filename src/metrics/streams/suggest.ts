import { stringify } from 'yaml';
import type { Condition } from './definition.js';
import type { StreamAnswer } from './stream-door.js';

/**
 * A definition drafted from what was discovered, for a person to correct: its owner nobody can discover, and where only the
 * end of a step is told, it starts where the one before it stops.
 */
export const suggestedStream = ({ asked, read }: StreamAnswer): string => {
  const { kind, only } = asked.scope;
  const entry: Condition = { event: kind === 'TICKET' ? 'item.created' : 'commit.recorded', fields: {} };
  const steps = read.steps.map((name, i) => ({
    name,
    start: written(read.marks[i]!.start ?? read.marks[i - 1]?.stop ?? entry),
    stop: written(read.marks[i]!.stop),
  }));
  const stream = {
    name: only?.replaceAll(/[/*]+/g, ' ').trim() || 'discovered',
    owner: 'nobody yet',
    items: kind.toLowerCase(),
    ...(only !== undefined && { only }),
    ...(kind === 'TICKET' && { begins: { event: 'item.created' }, ends: { event: 'item.closed' } }),
    steps,
  };
  const said = `# Drafted from ${read.journeys.length} items; ${read.rare} more took paths too rare to be shown.\n`;
  return said + stringify(stream, { lineWidth: 0 });
};

const written = ({ event, fields }: Condition): Record<string, unknown> => ({
  event,
  ...Object.fromEntries(
    Object.entries(fields).map(([field, values]) => [field, values.length === 1 ? values[0] : values]),
  ),
});
