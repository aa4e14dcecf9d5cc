import { z } from 'zod';
import { instantOf, looseFlag, looseList, looseRecord, looseText } from '../../support/loose.js';

/** Ruby writes a space before the offset; PuppetDB does not. */
const instant = looseText.transform(
  (value) => value && instantOf(value.replace(/ (?=[+-]\d\d:?\d\d$)/, ''), 'utc'),
);

/** A value of a resource: mostly a text, else told as JSON. */
const value = z
  .unknown()
  .optional()
  .transform((told) =>
    told === undefined || told === null ? undefined : typeof told === 'string' ? told : JSON.stringify(told),
  );

const LONGEST = 10_000;
const short = value.transform((text) => text?.slice(0, LONGEST));

/** One property that was brought, or should have been brought, to another value; the agent's names and PuppetDB's. */
const change = z.object({
  status: looseText,
  property: looseText,
  previous_value: short,
  desired_value: short,
  old_value: short,
  new_value: short,
  message: looseText,
  time: instant,
  timestamp: instant,
  corrective_change: looseFlag,
});
export type PropertyChange = z.output<typeof change>;

const status = z.object({
  resource: looseText,
  resource_type: looseText,
  resource_title: looseText,
  title: looseText,
  file: looseText,
  line: looseText,
  time: instant,
  timestamp: instant,
  changed: looseFlag,
  failed: looseFlag,
  corrective_change: looseFlag,
  events: looseList(change),
});
export type ResourceStatus = z.output<typeof status>;

/** The agent maps names to statuses; PuppetDB lists them. */
const statuses = looseList(status);
const byName = looseRecord.transform((all) =>
  statuses.parse(Object.entries(all).map(([resource, one]) => ({ resource, ...(one as object) }))),
);

/** Of one change in an answer of PuppetDB, where changes are listed without their resources. */
const loneChange = change.extend({
  resource_type: looseText,
  resource_title: looseText,
  file: looseText,
  line: looseText,
});
const loneChanges = looseList(loneChange);

export const report = z.object({
  host: looseText,
  certname: looseText,
  hash: looseText,
  environment: looseText,
  status: looseText,
  noop: looseFlag,
  noop_pending: looseFlag,
  corrective_change: looseFlag,
  transaction_uuid: looseText,
  code_id: looseText,
  configuration_version: looseText,
  job_id: looseText,
  time: instant,
  start_time: instant,
  end_time: instant,
  producer_timestamp: instant,
  resource_statuses: byName,
  resources: statuses,
  resource_events: z
    .unknown()
    .optional()
    .transform((all) =>
      loneChanges.parse(Array.isArray(all) ? all : (all as { data?: unknown } | null)?.data),
    ),
});
export type Report = z.output<typeof report>;

export const puppetPayload = z.array(report);
export type PuppetPayload = z.output<typeof puppetPayload>;

export const puppetSettings = z.object({
  /** From Puppet's environment to the one that it stands for. */
  environments: z.record(z.string(), z.string()).default({}),
});
export type PuppetSettings = z.output<typeof puppetSettings>;
