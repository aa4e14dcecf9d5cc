import type { Actor, DeliveryEvent } from '../events/vocabulary.js';
import { keysOf } from './keys.js';

const isHuman = (actor: Actor | undefined): actor is Actor => actor?.kind === 'human';

const ownHuman = ({ initiator, actor }: DeliveryEvent): Actor | undefined => [initiator, actor].find(isHuman);

/** The executions that an event is one of, or that set it off. */
const executionsOf = (event: DeliveryEvent): string[] =>
  keysOf(event).filter((key) => key.startsWith('execution:'));

/**
 * The human who started the chain that led to an event: its own initiator, else its actor, else that of the execution
 * that set it off, and so on upwards. A bot is never taken for the human behind it.
 *
 * @param story events of the same story; only they are looked at.
 * @returns a function, since whoever asks for one event asks for all of them.
 */
export const initiatorsIn = (
  story: readonly DeliveryEvent[],
): ((event: DeliveryEvent) => Actor | undefined) => {
  const byExecution = new Map<string, DeliveryEvent[]>();
  for (const event of story) {
    if (!event.type.startsWith('execution.')) continue;
    for (const key of executionsOf(event)) byExecution.set(key, [...(byExecution.get(key) ?? []), event]);
  }
  return (event) => {
    const seen = new Set<string>();
    let level = [event];
    while (level.length > 0) {
      const human = level.map(ownHuman).find(isHuman);
      if (human) return human;
      const next = level.flatMap(executionsOf).filter((key) => !seen.has(key));
      for (const key of next) seen.add(key);
      level = [...new Set(next)].flatMap((key) => byExecution.get(key) ?? []);
    }
    return undefined;
  };
};
