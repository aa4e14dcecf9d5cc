import { closedAt, type Path } from '../../projections/paths/path.js';
import { meetsAny, type StreamDefinition } from './definition.js';
import type { Journey } from './journey.js';
import { Walker } from './walker.js';

/**
 * An item's way through a defined stream. One event can end a step and begin the next.
 *
 * @returns undefined when the item never enters the stream.
 */
export const definedJourney = (stream: StreamDefinition, path: Path): Journey | undefined => {
  const { steps, begins } = stream;
  const enters = begins.length > 0 ? begins : steps.flatMap(({ start }) => start);
  const first = path.moments.findIndex((moment) => meetsAny(moment, enters));
  if (first < 0) return undefined;
  const moments = path.moments.slice(first);
  const entered = moments[0]!.at;
  const walker = new Walker(entered);
  let ended: number | undefined;
  for (const moment of moments) {
    walker.hear(moment);
    steps.forEach(({ stop }, k) => {
      if (walker.isOpen(k) && meetsAny(moment, stop)) walker.end(k, moment.at);
    });
    if (closedAt([moment]) !== undefined) walker.endAll(moment.at);
    steps.forEach(({ start }, k) => {
      if (!walker.isOpen(k) && meetsAny(moment, start)) walker.begin(k, moment.at);
    });
    if (meetsAny(moment, stream.ends)) ended = moment.at;
  }
  return { ...described(path), entered, visits: walker.visits, ...endOf(stream, path, walker, ended) };
};

const described = ({ item, type, kind }: Path): Pick<Journey, 'item' | 'type'> => ({
  item,
  type: type ?? kind.toLowerCase(),
});

type End = Pick<Journey, 'finished' | 'left'>;

/** What goes on after the end was not the end. */
const endOf = (
  { steps, ends }: StreamDefinition,
  path: Path,
  walker: Walker,
  ended: number | undefined,
): End => {
  const last = walker.last;
  const throughEnd =
    ends.length > 0 ? ended !== undefined && (last?.start ?? 0) <= ended : last?.step === steps.length - 1;
  if (throughEnd && !walker.isBusy)
    return { finished: Math.max(walker.doneAt, ended ?? walker.doneAt), left: undefined };
  return { finished: undefined, left: walker.isBusy ? undefined : closedAt(path.moments) };
};
