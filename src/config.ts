import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './support/errors.js';

const url = (protocols: RegExp, example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), {
    message: `must be a URL such as ${example}`,
  });

const environment = z.object({
  PORT: z.coerce
    .number({ message: 'must be a port from 0 to 65535' })
    .int()
    .min(0, 'must be a port from 0 to 65535')
    .max(65_535, 'must be a port from 0 to 65535')
    .default(3_000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: url(/^postgres(ql)?:$/, 'postgres://user:password@host:5432/throughline').optional(),
  REDIS_URL: url(/^rediss?:$/, 'redis://host:6379').optional(),
  THROUGHLINE_DATA_DIR: z.string().min(1).default('.throughline'),
  THROUGHLINE_SECRET_KEY: z
    .string()
    .regex(
      /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$/,
      'must be 32 bytes, as 64 hexadecimal digits or as base64',
    )
    .optional(),
  THROUGHLINE_URL: url(/^https?:$/, 'https://throughline.example.org').optional(),
  THROUGHLINE_CALENDARS: z.string().min(1).optional(),
  THROUGHLINE_REPORTS: z.string().min(1).optional(),
  THROUGHLINE_REPORT_DIR: z.string().min(1).optional(),
  THROUGHLINE_REPORT_S3: url(/^https?:$/, 'https://s3.example.org/bucket').optional(),
  THROUGHLINE_S3_REGION: z.string().min(1).default('us-east-1'),
  THROUGHLINE_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  THROUGHLINE_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  THROUGHLINE_SMTP_URL: url(/^smtps?:$/, 'smtp://user:password@host:587').optional(),
  THROUGHLINE_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\s@]+$/, 'must be an address such as Throughline <reports@example.org>')
    .optional(),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'log', 'debug'], { message: 'must be error, warn, log or debug' })
    .default('log'),
});

interface ReportStorage {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** An existing PostgreSQL; absent: the embedded one in the data directory. */
  readonly databaseUrl: string | undefined;
  /** Jobs run on this Redis; absent: on PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly secretKey: string | undefined;
  /** Where people and senders reach the service, when that is not host and port. */
  readonly publicUrl: string | undefined;
  /** YAML file of business calendars. */
  readonly calendarsFile: string | undefined;
  /** The folder of the definitions of reports; absent: the one that comes with us. */
  readonly reportDefinitions: string | undefined;
  /** Where the outputs of reports are kept; absent: in PostgreSQL. */
  readonly reportDir: string | undefined;
  /** Storage that speaks S3 instead of a folder. */
  readonly reportStorage: ReportStorage | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly logLevel: 'error' | 'warn' | 'log' | 'debug';
}

/** An empty variable counts as none. */
const given = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/**
 * Reads the settings from the environment; what the command line says (`overrides`) wins.
 *
 * @throws UserError with one sentence per problem.
 */
export const readConfig = (env: NodeJS.ProcessEnv, overrides: NodeJS.ProcessEnv = {}): Config => {
  const parsed = environment.safeParse({ ...given(env), ...given(overrides) });
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`);
    throw new UserError([...new Set(sentences)].join('\n'), 'BAD_CONFIG');
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    dataDir: resolve(value.THROUGHLINE_DATA_DIR),
    secretKey: value.THROUGHLINE_SECRET_KEY,
    publicUrl: value.THROUGHLINE_URL?.replace(/\/+$/, ''),
    calendarsFile: value.THROUGHLINE_CALENDARS,
    reportDefinitions: value.THROUGHLINE_REPORTS,
    reportDir: value.THROUGHLINE_REPORT_DIR,
    reportStorage: reportStorageOf(value),
    smtpUrl: value.THROUGHLINE_SMTP_URL,
    mailFrom: value.THROUGHLINE_MAIL_FROM,
    logLevel: value.LOG_LEVEL,
  };
};

/** @throws UserError when a part is missing, or outputs should be kept in two places. */
const reportStorageOf = (value: z.infer<typeof environment>): ReportStorage | undefined => {
  const { THROUGHLINE_REPORT_S3: url, THROUGHLINE_S3_REGION: region } = value;
  const { THROUGHLINE_S3_ACCESS_KEY_ID: accessKeyId, THROUGHLINE_S3_SECRET_ACCESS_KEY: secretAccessKey } =
    value;
  if (url === undefined) return undefined;
  if (value.THROUGHLINE_REPORT_DIR !== undefined)
    throw new UserError(
      'THROUGHLINE_REPORT_DIR and THROUGHLINE_REPORT_S3 are both set: reports are kept in one place, unset one of them.',
      'BAD_CONFIG',
    );
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new UserError(
      'THROUGHLINE_REPORT_S3 needs THROUGHLINE_S3_ACCESS_KEY_ID and THROUGHLINE_S3_SECRET_ACCESS_KEY.',
      'BAD_CONFIG',
    );
  return { url: url.replace(/\/+$/, ''), region, accessKeyId, secretAccessKey };
};
