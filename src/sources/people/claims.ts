import { groupBy } from '../../support/group-by.js';
import { canonicalJson } from '../../support/hash.js';
import { differences, paint, type Segment, tidy, type Validity } from '../../support/validity.js';

/** What can be said of a subject; compared as JSON. */
export type Value = Readonly<Record<string, unknown>>;

/** That something holds, of one subject, during a span: `['account', 'github:ann']` is `{person: 'ann'}`. */
export interface Claim extends Validity {
  readonly subject: readonly string[];
  readonly value: Value;
}

/** As a person wrote it: a date that is missing is worked out from what was said before. */
export interface Wanted {
  readonly subject: readonly string[];
  readonly value: Value;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** When a file's undated changes take effect, and whether its registry ever spoke before. */
export interface Moment {
  readonly effective: string;
  readonly first: boolean;
}

/** A claim that came, went or changed for a span. */
export interface Difference extends Validity {
  readonly subject: readonly string[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

export const sameValue = (left: Value, right: Value): boolean => canonicalJson(left) === canonicalJson(right);

const subjectKey = ({ subject }: { subject: readonly string[] }): string => JSON.stringify(subject);

/**
 * What a registry says once its new file counts. History stays: what the file names no more ends at `effective`; what
 * it names without a date goes on as it was, or begins at `effective` (in the first file, and for a subject of which
 * nothing was said before when `timeless`: since ever); what it names with a date is told anew for that subject and value.
 */
export const afterFile = (
  before: readonly Claim[],
  wanted: readonly Wanted[],
  moment: Moment,
  timeless: (subject: readonly string[]) => boolean = () => false,
): Claim[] => {
  const known = groupBy(before, subjectKey);
  const named = groupBy(wanted, subjectKey);
  const subjects = [...new Set([...known.keys(), ...named.keys()])].sort();
  return subjects.flatMap((key) => {
    const subject = JSON.parse(key) as string[];
    const since = moment.first || (timeless(subject) && !known.has(key)) ? null : moment.effective;
    const told = nextTimeline(known.get(key) ?? [], named.get(key) ?? [], { ...moment, since });
    return told.map((segment) => ({ subject, ...segment }));
  });
};

interface Step extends Moment {
  /** Where an undated claim begins. */
  readonly since: string | null;
}

const nextTimeline = (
  before: readonly Segment<Value>[],
  wanted: readonly Wanted[],
  { effective, since }: Step,
): Segment<Value>[] => {
  const mentions = (value: Value): Wanted | undefined => wanted.find((one) => sameValue(one.value, value));
  let timeline = before.flatMap(({ from, to, value }): Segment<Value>[] => {
    const mention = mentions(value);
    if (mention && isDated(mention)) return [];
    const stays = mention !== undefined || (to !== null && to <= effective);
    return [{ from, to: stays ? to : effective, value }];
  });
  for (const one of wanted) {
    const open = before.find(({ value, to }) => to === null && sameValue(value, one.value));
    if (open && !isDated(one)) continue;
    const from = one.from ?? (open ? open.from : one.to === undefined ? since : null);
    timeline = paint(timeline, { from, to: one.to ?? null, value: one.value });
  }
  return tidy(timeline, sameValue);
};

const isDated = ({ from, to }: Wanted): boolean => from !== undefined || to !== undefined;

/** The spans in which two sets of claims differ, subject by subject. */
export const differencesOf = (before: readonly Claim[], after: readonly Claim[]): Difference[] => {
  const old = groupBy(before, subjectKey);
  const now = groupBy(after, subjectKey);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) =>
    differences(asSegments(old.get(key)), asSegments(now.get(key)), sameValue).map((difference) => ({
      subject: JSON.parse(key) as string[],
      ...difference,
    })),
  );
};

const asSegments = (claims: readonly Claim[] = []): Segment<Value>[] =>
  claims.map(({ from, to, value }) => ({ from, to, value }));
