import { z } from 'zod';

const TEN_YEARS = 10 * 366 * 86_400;
/** Text of people: no control characters but a new line, no halves of characters. */
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    .refine((told) => told.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(told), {
      message: 'holds characters that no keyboard writes',
    });

export const seconds = z.number().min(0).max(TEN_YEARS);
export const share = z.number().min(0).max(1);
const optional = <T extends z.ZodType>(type: T) => type.nullish();
const instant = z.iso.datetime({ offset: true });
const identifier = text(200);
const streamName = z.string().min(1).max(1_000);

/** How long something takes, over many items. Seconds. */
export const distribution = z.object({
  n: z.number().int().min(0),
  mean: optional(z.number()),
  p50: optional(z.number()),
  p85: optional(z.number()),
  p95: optional(z.number()),
  bars: z
    .array(z.object({ fromSeconds: z.number(), toSeconds: z.number(), n: z.number().int().min(0) }))
    .max(200),
});
export type Distribution = z.infer<typeof distribution>;

/** What the events say of one step. Times in seconds, half of the items at most that long. */
const measuredStep = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** As the stream has it, which may be anything. */
  name: streamName,
  owner: optional(identifier),
  visits: z.number().int().min(0),
  process: optional(z.number()),
  wait: optional(z.number()),
  lead: optional(z.number()),
  completeAccurate: optional(share),
  rolled: optional(share),
  wip: optional(z.number().int().min(0)),
});
export type MeasuredStep = z.infer<typeof measuredStep>;

/** What was asked of the events: which stream, which items, and as of when. */
export const question = z.object({
  stream: optional(identifier),
  kind: optional(z.enum(['TICKET', 'CHANGE'])),
  only: optional(identifier),
  services: optional(z.array(identifier).max(100)),
  teams: optional(z.array(identifier).max(100)),
  environment: optional(identifier),
  from: instant,
  to: instant,
  zone: optional(identifier),
  asOf: optional(instant),
});
export type Question = z.infer<typeof question>;

/** The map as it was drafted: numbers that stay as they were on that day. */
export const measured = z.object({
  question,
  /** Everything recorded until then is in the numbers. */
  asOf: instant,
  steps: z.array(measuredStep).max(200),
  flowTime: distribution,
  flowEfficiency: optional(share),
});
export type Measured = z.infer<typeof measured>;

/** One thing that the room would change; the step by the name that the stream gives it. */
export const change = z.object({
  kind: z.enum(['SCALE_WAIT', 'SCALE_PROCESS', 'REMOVE_STEP', 'RAISE_COMPLETE_AND_ACCURATE']),
  step: streamName,
  factor: optional(z.number().min(0).max(1_000)),
  completeAndAccurate: optional(share),
});
export type Change = z.infer<typeof change>;

/** A future that the room wants, and what the events say would come of it. */
export const future = z.object({
  name: text(120),
  changes: z.array(change).min(1).max(20),
  question,
  recorded: distribution,
  predicted: distribution,
});
export type Future = z.infer<typeof future>;

/** What came: the stream as measured since a future was saved. */
export const comparison = z.object({ question, asOf: instant, came: distribution });
export type Comparison = z.infer<typeof comparison>;

export const note = z.object({
  /** The step that it hangs on; none: the whole board. */
  step: z.string().max(64).nullable(),
  text: text(500),
});
export type Note = z.infer<typeof note>;

/** The eight wastes, in the order that spells a word people remember them by. */
export const WASTES = [
  'DEFECTS',
  'OVERPRODUCTION',
  'WAITING',
  'UNUSED_TALENT',
  'TRANSPORT',
  'INVENTORY',
  'MOTION',
  'EXTRA_PROCESSING',
] as const;
export type Waste = (typeof WASTES)[number];
