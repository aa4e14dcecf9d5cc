import { createHmac } from 'node:crypto';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import type { Recipient } from '../definition.js';
import type { ReportData } from '../model.js';
import type { OutputFile } from '../outputs/output.js';
import { outputOf } from '../outputs/registry.js';

/** What the service knows of the ways out. */
export interface Ways {
  /** `smtp://user:password@host:587` */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Where people reach the service; undefined: messages have no link. */
  readonly publicUrl: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export interface Parcel {
  readonly run: string;
  readonly data: ReportData;
  readonly files: readonly OutputFile[];
}

const TIMEOUT_MS = 20_000;

/** @throws when it did not arrive; the message says why, and holds no secret. */
export const send = async (recipient: Recipient, parcel: Parcel, ways: Ways): Promise<void> => {
  if ('email' in recipient) return sendMail(recipient, parcel, ways);
  if ('slack' in recipient) return post(resolved(recipient.slack, ways), slackBody(parcel, ways), {});
  const body = webhookBody(parcel, ways);
  const stamp = String(Math.floor(ways.clock.now().getTime() / 1_000));
  const key = resolved(recipient.secret, ways);
  const signature = createHmac('sha256', key).update(`${stamp}.${body}`).digest('hex');
  return post(resolved(recipient.webhook, ways), body, {
    'x-throughline-delivery': parcel.run,
    'x-throughline-timestamp': stamp,
    'x-throughline-signature': `sha256=${signature}`,
  });
};

/** `env:NAME` is taken from the environment. */
const resolved = (text: string, { environment }: Ways): string => {
  if (!text.startsWith('env:')) return text;
  const value = environment[text.slice(4)];
  if (value) return value;
  throw new UserError(`${text.slice(4)} is not set in the environment of the service.`);
};

const titleOf = ({ title, period }: ReportData): string => `${title}: ${period.label}`;

const linkOf = ({ run }: Parcel, { publicUrl }: Ways): string | undefined =>
  publicUrl && `${publicUrl}/reports/${run}.html`;

const sendMail = async (
  { email, attach }: Extract<Recipient, { email: string }>,
  parcel: Parcel,
  ways: Ways,
): Promise<void> => {
  const { smtpUrl, mailFrom } = ways;
  if (!smtpUrl || !mailFrom) {
    throw new UserError('No mail can be sent: set THROUGHLINE_SMTP_URL and THROUGHLINE_MAIL_FROM.');
  }
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const link = linkOf(parcel, ways);
  const host = mailFrom
    .split('@')
    .at(-1)
    ?.replace(/[>\s]+$/, '');
  try {
    await transport.sendMail({
      from: mailFrom,
      to: { name: '', address: email },
      subject: titleOf(parcel.data),
      text: [...parcel.data.summary, ...(link ? ['', link] : [])].join('\n'),
      // The same message again is the same message: a mail server may drop the second.
      messageId: `<${parcel.run}@${host}>`,
      attachments: parcel.files
        .filter(({ format }) => attach.includes(format))
        .map(({ file, bytes, format }) => ({
          filename: file,
          content: bytes,
          contentType: outputOf(format).mediaType,
        })),
    });
  } finally {
    transport.close();
  }
};

/** Characters that a chat would take for its markup. */
const chatText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '$&\u200B');

const slackBody = (parcel: Parcel, ways: Ways): string => {
  const link = linkOf(parcel, ways);
  const lines = parcel.data.summary.map((sentence) => `• ${chatText(sentence)}`);
  const text = [
    `*${chatText(titleOf(parcel.data))}*`,
    ...lines,
    ...(link ? [`<${link}|The whole report>`] : []),
  ].join('\n');
  return JSON.stringify({ text });
};

const webhookBody = (parcel: Parcel, ways: Ways): string => {
  const { data, run, files } = parcel;
  return JSON.stringify({
    type: 'report.done',
    id: run,
    report: data.report,
    title: data.title,
    period: data.period,
    asOf: data.asOf,
    summary: data.summary,
    url: linkOf(parcel, ways) ?? null,
    outputs: files.map(({ format, file, bytes }) => ({ format, file, size: bytes.length })),
  });
};

const post = async (url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new Error(`${new URL(url).host} does not answer.`);
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}.`);
};
