import type { Actor, DeliveryEvent, EventOf } from '../events/vocabulary.js';
import { groupBy } from '../support/group-by.js';

const isHuman = (actor: Actor | undefined): actor is Actor => actor?.kind === 'human';

const ownHuman = ({ initiator, actor }: DeliveryEvent): Actor | undefined => [initiator, actor].find(isHuman);

const EXECUTION = 'execution:';

type Run = EventOf<'execution.started'> | EventOf<'execution.finished'>;

const isRun = (event: DeliveryEvent): event is Run => event.type.startsWith('execution.');

/** The executions that set an event off: of an execution its parent, else those that it is linked with. */
const setOffBy = (event: DeliveryEvent): string[] => {
  if (isRun(event) && event.parent) return [event.parent];
  const own = isRun(event) ? event.execution : undefined;
  return (event.links ?? [])
    .filter((link) => link.startsWith(EXECUTION))
    .map((link) => link.slice(EXECUTION.length))
    .filter((execution) => execution !== own);
};

/**
 * The human who started the chain that led to an event: its own initiator, else its actor, else that of the execution
 * that set it off, and so on upwards, never down to what it set off itself. A bot is never taken for the human behind it.
 *
 * @param story events of the same story; only they are looked at.
 * @returns a function, since whoever asks for one event asks for all of them.
 */
export const initiatorsIn = (
  story: readonly DeliveryEvent[],
): ((event: DeliveryEvent) => Actor | undefined) => {
  const runs = groupBy(story.filter(isRun), ({ execution }) => execution);
  const isChild = (execution: string, of: DeliveryEvent): boolean =>
    isRun(of) && (runs.get(execution) ?? []).some(({ parent }) => parent === of.execution);
  return (event) => {
    const seen = new Set<string>();
    for (let level: DeliveryEvent[] = [event]; level.length > 0; ) {
      const human = level.map(ownHuman).find(isHuman);
      if (human) return human;
      const above = level.flatMap((one) => setOffBy(one).filter((execution) => !isChild(execution, one)));
      const next = [...new Set(above)].filter((execution) => !seen.has(execution));
      for (const execution of next) seen.add(execution);
      level = next.flatMap((execution) => runs.get(execution) ?? []);
    }
    return undefined;
  };
};
