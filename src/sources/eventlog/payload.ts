import { z } from 'zod';

/** A row of an event log, as the importer read it. */
const row = z.object({
  /** The case, as the log names it. */
  case: z.string(),
  /** Its place among the rows of its case, from 0. */
  n: z.number(),
  /** Its place in the whole log, from 0: it breaks ties of time. */
  order: z.number(),
  /** With its offset: the log's own, or that of the zone that the importer was told. */
  at: z.string(),
  activity: z.string(),
  person: z.string().optional(),
  team: z.string().optional(),
  line: z.string().optional(),
  lifecycle: z.enum(['start', 'complete']).optional(),
});

/** What the log as a whole says of a case. */
const story = z.object({
  case: z.string(),
  /** Time and place of its first row. */
  first: z.object({ at: z.string(), order: z.number() }),
  /** Time and place of its last row, when that row closes it. */
  closed: z.object({ at: z.string(), order: z.number() }).optional(),
});

/** A part of an event log: rows, and at its end the stories of its cases. */
export const eventLogPayload = z.object({
  /** The log's name. */
  log: z.string().min(1),
  /** Counts the changed versions of the log that were imported: the later one knows better. */
  revision: z.number().int().min(0),
  rows: z.array(row).default([]),
  cases: z.array(story).default([]),
});

export type EventLogPayload = z.infer<typeof eventLogPayload>;
export type LogRow = z.infer<typeof row>;
export type CaseStory = z.infer<typeof story>;
