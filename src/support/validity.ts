/** A half-open span of time; null is without limit. Instants are ISO texts in UTC with milliseconds, so they compare as texts. */
export interface Validity {
  readonly from: string | null;
  readonly to: string | null;
}

/** What held during a span. */
export type Segment<V> = Validity & { readonly value: V };

const startsBefore = (from: string | null, time: string | null): boolean =>
  time === null || from === null || from < time;

export const isEmpty = ({ from, to }: Validity): boolean => from !== null && to !== null && from >= to;

/** Whether the two spans have a moment in common. */
export const overlap = (left: Validity, right: Validity): boolean =>
  !isEmpty(left) && !isEmpty(right) && startsBefore(left.from, right.to) && startsBefore(right.from, left.to);

export const holdsAt = ({ from, to }: Validity, at: string): boolean =>
  (from === null || from <= at) && (to === null || at < to);

/** Takes a span out of the segments that `chosen` names; the others stay as they are. */
export const erase = <V>(
  segments: readonly Segment<V>[],
  span: Validity,
  chosen: (value: V) => boolean = () => true,
): Segment<V>[] =>
  segments.flatMap((segment) => {
    if (!overlap(segment, span) || !chosen(segment.value)) return [segment];
    // Since they overlap, each rest ends where the span begins or begins where it ends.
    const before = span.from === null ? [] : [{ ...segment, to: span.from }];
    const after = span.to === null ? [] : [{ ...segment, from: span.to }];
    return [...before, ...after].filter((rest) => !isEmpty(rest));
  });

/** Lays a segment over the others: where it holds, nothing else does. */
export const paint = <V>(segments: readonly Segment<V>[], over: Segment<V>): Segment<V>[] =>
  isEmpty(over) ? [...segments] : [...erase(segments, over), over];

/** In order of time; neighbours that say the same are one. */
export const tidy = <V>(
  segments: readonly Segment<V>[],
  same: (left: V, right: V) => boolean,
): Segment<V>[] => {
  const sorted = segments
    .filter((segment) => !isEmpty(segment))
    .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  const joined: Segment<V>[] = [];
  for (const segment of sorted) {
    const last = joined.at(-1);
    if (last && last.to !== null && last.to === segment.from && same(last.value, segment.value)) {
      joined[joined.length - 1] = { ...last, to: segment.to };
    } else joined.push(segment);
  }
  return joined;
};

/** Where two timelines say something else: the span, and what each says there. Both without overlaps in themselves. */
export const differences = <V>(
  before: readonly Segment<V>[],
  after: readonly Segment<V>[],
  same: (left: V, right: V) => boolean,
): (Validity & { readonly before: V | undefined; readonly after: V | undefined })[] => {
  const edges = [
    ...new Set([...before, ...after].flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== null)),
  ].sort();
  const spans = [null, ...edges].map((from, i) => ({ from, to: edges[i] ?? null }));
  const at = (timeline: readonly Segment<V>[], span: Validity): V | undefined =>
    timeline.find((segment) => overlap(segment, span))?.value;
  const differing = spans
    .map((span) => ({ ...span, value: { before: at(before, span), after: at(after, span) } }))
    .filter(({ value }) => !equal(value.before, value.after, same));
  return tidy(differing, (a, b) => equal(a.before, b.before, same) && equal(a.after, b.after, same)).map(
    ({ from, to, value }) => ({ from, to, ...value }),
  );
};

const equal = <V>(left: V | undefined, right: V | undefined, same: (a: V, b: V) => boolean): boolean =>
  left === undefined || right === undefined ? left === right : same(left, right);
