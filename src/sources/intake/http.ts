import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../support/clock.js';
import { sha256Hex } from '../../support/hash.js';
import { keptHeaders } from '../kept-headers.js';
import type { AnySource, Authenticity, RawRequest, Secret } from '../source.js';
import type { Certificates } from './certificates.js';
import type { GroupCommit } from './group-commit.js';
import type { RefusedCounter } from './refused.js';

/** A source that somebody configured, with what it takes to recognize its sender. */
export interface ConfiguredSource {
  readonly name: string;
  readonly source: AnySource;
  readonly secret: Secret;
}

export interface Intake {
  readonly find: (name: string) => Promise<ConfiguredSource | undefined>;
  readonly store: GroupCommit;
  readonly refused: RefusedCounter;
  readonly certificates: Certificates;
  /** Visits the address by which a sender wants to be told that its deliveries are wanted; false when it cannot. */
  readonly confirm: (url: string) => Promise<boolean>;
  readonly clock: Clock;
  /** Where senders reach us, when that is not what their request says. */
  readonly publicUrl: string | undefined;
}

export const MOST_BYTES = 25 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;
const LONGEST_KEY = 200;

/**
 * `POST /hooks/:source` and `POST /events`: authenticate over the raw bytes, store whole, acknowledge; nothing is read
 * or understood here. Registered straight on Fastify, since every other layer would cost more than the work itself.
 */
export const registerIntake = async (fastify: FastifyInstance, intake: Intake): Promise<void> => {
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.post<{ Params: { source: string } }>(
      '/hooks/:source',
      { bodyLimit: MOST_BYTES },
      (request, reply) => receive(intake, request.params.source, { request, reply }),
    );
    scope.post('/events', { bodyLimit: MOST_BYTES }, (request, reply) =>
      receive(intake, 'cloudevents', { request, reply }),
    );
  });
};

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const receive = async (intake: Intake, name: string, { request, reply }: Exchange): Promise<FastifyReply> => {
  let configured: ConfiguredSource | undefined;
  try {
    configured = await intake.find(name);
  } catch {
    return unavailable(reply);
  }
  if (!configured) {
    return answer(reply, 404, `There is no source named ${name}: add it with throughline source add.`);
  }
  const raw: RawRequest = {
    headers: request.headers as Record<string, string>,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
  const { source } = configured;
  const authenticity = await recognize(intake, configured, raw, request);
  if (!authenticity.ok) {
    intake.refused.count(name, authenticity.reason);
    return answer(reply, 401, authenticity.reason);
  }
  const confirmUrl = source.confirmUrl?.(raw);
  if (confirmUrl && !(await intake.confirm(confirmUrl))) {
    const error = 'The subscription could not be confirmed, so nothing was stored: send it again later.';
    return answer(reply.header('retry-after', String(RETRY_AFTER_SECONDS)), 503, error);
  }
  const greeting = source.greet?.(raw);
  if (greeting) return reply.code(200).header('content-type', greeting.contentType).send(greeting.body);
  const key = keyOf(source, raw);
  try {
    await intake.store.add({
      source: name,
      system: source.id,
      key,
      receivedAt: intake.clock.now(),
      headers: JSON.stringify(keptHeaders(source.headers, raw.headers)).replaceAll('\\u0000', '\\ufffd'),
      body: raw.body,
    });
  } catch {
    return unavailable(reply);
  }
  return reply
    .code(source.storedStatus ?? 202)
    .header('content-type', 'application/json')
    .send(JSON.stringify({ delivery: key }));
};

const recognize = async (
  { certificates, clock, publicUrl }: Intake,
  { source, secret }: ConfiguredSource,
  raw: RawRequest,
  request: FastifyRequest,
): Promise<Authenticity> => {
  const certificateUrl = source.certificateUrl?.(raw);
  return source.authenticate(raw, secret, {
    now: clock.now(),
    // Put together only for the few schemes that sign it.
    get url() {
      return `${publicUrl ?? `${request.protocol}://${request.host}`}${request.url}`;
    },
    certificate: certificateUrl && (await certificates.at(certificateUrl)),
  });
};

/** The sender's own id of the delivery, where it is one that a person could write; else a hash of the body. */
export const keyOf = (source: AnySource, request: RawRequest): string => {
  const told = source.deliveryKey?.(request);
  if (told && told.length <= LONGEST_KEY && /^[\x20-\x7e]+$/.test(told)) return told;
  return sha256Hex(told ? Buffer.from(told) : request.body);
};

const unavailable = (reply: FastifyReply): FastifyReply =>
  answer(
    reply.header('retry-after', String(RETRY_AFTER_SECONDS)),
    503,
    'The database cannot be reached, so nothing was stored: send it again in a few seconds.',
  );

const answer = (reply: FastifyReply, status: number, error: string): FastifyReply =>
  reply.code(status).header('content-type', 'application/json').send(JSON.stringify({ error }));
