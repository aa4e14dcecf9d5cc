import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { checkedZone } from '../metrics/zone.js';
import { messageOf } from '../support/errors.js';
import { CALENDAR_UNITS, type PeriodRule } from './period.js';

/** The shape of `reports/<name>/report.yaml`. */

export const FORMATS = ['html', 'pdf', 'md', 'csv', 'xlsx', 'json', 'oscal', 'zip'] as const;
export type Format = (typeof FORMATS)[number];

/** A check that is told as one sentence. */
const holding = (check: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      check(text);
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: messageOf(thrown) });
    }
  });

const cron = holding((text) => {
  try {
    CronExpressionParser.parse(text);
  } catch (thrown) {
    throw new Error(
      `${JSON.stringify(text)} is no cron expression (${messageOf(thrown)}): write for example "0 6 * * 1".`,
    );
  }
});

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/** @returns seconds; 0 for what is no ISO 8601 duration of days and less. */
const secondsOf = (text: string): number => {
  const [days, hours, minutes, seconds] = (DURATION.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
};

const isPeriodRule = (text: string): boolean =>
  CALENDAR_UNITS.some((unit) => text === `previous ${unit}`) ||
  (text.startsWith('last ') && secondsOf(text.slice(5)) > 0);

const period = z
  .string()
  .refine(isPeriodRule, 'must be "previous day", week, month, quarter or year, or for example "last P14D"');

/** An address that holds a secret is not written down here: `env:NAME` takes it from the environment. */
const address = z
  .string()
  .refine(
    (text) => /^env:[A-Z_][A-Z0-9_]*$/.test(text) || (URL.canParse(text) && /^https?:/.test(text)),
    'must be an address that begins with https://, or env:NAME for one in the environment',
  );
const secret = z
  .string()
  .regex(/^env:[A-Z_][A-Z0-9_]*$/, 'must be env:NAME: a secret is not written into a file');

const recipient = z.union(
  [
    z.strictObject({ email: z.email(), attach: z.array(z.enum(FORMATS)).default(['pdf']) }),
    z.strictObject({ slack: address }),
    z.strictObject({ webhook: address, secret }),
  ],
  { error: 'must have email, or slack, or webhook with secret: env:NAME' },
);
export type Recipient = z.infer<typeof recipient>;

const names = z.array(z.string().min(1)).min(1).optional();

const section = z.union([z.string(), z.looseObject({ section: z.string() })]);

export const definitionShape = z.strictObject({
  title: z.string().min(1).max(200),
  audience: z.string().min(1).max(200),
  schedule: z.strictObject({ cron, zone: holding(checkedZone) }).optional(),
  /** In which days and hours are told; that of the schedule, unless said. */
  zone: holding(checkedZone).optional(),
  period,
  scope: z
    .strictObject({ services: names, teams: names, environment: z.string().min(1).default('production') })
    .default({ environment: 'production' }),
  sections: z.array(section).min(1),
  controls: z.array(z.string()).default([]),
  outputs: z.array(z.enum(FORMATS, { error: `must be one of ${FORMATS.join(', ')}` })).min(1),
  /** Below the report's folder; the shared page unless said. */
  template: z
    .string()
    .regex(/^[\w-]+\.eta$/, 'must be a file such as page.eta in the folder of the report')
    .optional(),
  recipients: z.array(recipient).default([]),
});

export type DefinitionFile = z.infer<typeof definitionShape>;

export interface ChosenSection {
  readonly id: string;
  /** As the section's own schema read them. */
  readonly options: unknown;
}

export interface Definition {
  readonly name: string;
  readonly title: string;
  readonly audience: string;
  readonly cron: string | undefined;
  readonly zone: string;
  readonly period: PeriodRule;
  readonly scope: DefinitionFile['scope'];
  readonly sections: readonly ChosenSection[];
  readonly controls: readonly string[];
  readonly outputs: readonly Format[];
  /** The text of the template. */
  readonly template: string;
  /** What an error in it is said to be in. */
  readonly templateFile: string;
  readonly recipients: readonly Recipient[];
  /** SHA-256 over definition and template. */
  readonly digest: string;
}

export const periodRule = (text: DefinitionFile['period']): PeriodRule =>
  text.startsWith('last ')
    ? { lastSeconds: secondsOf(text.slice(5)) }
    : { previous: text.slice('previous '.length) as (typeof CALENDAR_UNITS)[number] };
