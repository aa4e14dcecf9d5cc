import { z } from 'zod';
import { cdTypeOf } from '../../events/cdevents/cd-event.js';
import { messagesOf } from '../../events/cdevents/http-message.js';
import { isBareCdEvent, readMessage } from '../../events/cdevents/reading.js';
import { ignored, type Raw, recordsIn, type Told, together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { type Build, ofApi, ofNotification } from './build.js';
import { interpretBuild } from './interpret.js';
import { type JenkinsSetting, type JenkinsSettings, jenkinsSettings } from './parts.js';
import { apiBuild, notification, pluginEvent } from './payload.js';
import { interpretPluginEvent } from './plugin-event.js';
import { pull } from './pull.js';

const record = z.object({ value: z.looseObject({}), address: z.string().optional() });
const payload = z.array(record);
type Payload = z.output<typeof payload>;

const JAVA_TEXT = /^\s*CloudEvent\s*\{/;
const XML = /^\s*</;

/** A body that is no JSON, of whose kind we know why. */
const unreadable = (text: string): string | undefined => {
  if (JAVA_TEXT.test(text))
    return 'The HTTP sink of the CDEvents plug-in sends a text of Java and no JSON: use the notification plug-in.';
  return XML.test(text) ? 'The notification plug-in sends XML: set its format to JSON.' : undefined;
};

const NOTE = 'throughline-note';

const read = (request: RawRequest): unknown => {
  if (request.headers['ce-specversion'] !== undefined) return messagesOf(request).map((value) => ({ value }));
  const note = unreadable(request.body.toString('utf8', 0, 200));
  if (note) return [{ value: { [NOTE]: note } }];
  return recordsIn(request.body).flatMap(buildsIn);
};

/** A job of the API holds its builds. */
const buildsIn = (raw: Raw): Raw[] => {
  const { value } = raw;
  if (typeof value !== 'object' || value === null) return [raw];
  const { allBuilds, builds, url } = value as Readonly<Record<string, unknown>>;
  const list = [allBuilds, builds].find(Array.isArray) as unknown[] | undefined;
  const address = typeof url === 'string' ? url : raw.address;
  return list ? list.map((build) => ({ value: build, address })) : [raw];
};

const NO_BUILD = 'The record does not name its job and the number of its build.';

const orNoBuild = (build: Build | undefined, setting: JenkinsSetting): Told =>
  build ? interpretBuild(build, setting) : ignored(NO_BUILD);

const interpretOne = ({ value, address }: Payload[number], setting: JenkinsSetting): Told => {
  if (NOTE in value) return ignored(String(value[NOTE]));
  if (isCdEvent(value)) return interpretCdEvent(value, setting);
  if ('build' in value) {
    const parsed = notification.safeParse(value);
    return parsed.success ? orNoBuild(ofNotification(parsed.data), setting) : ignored(NO_BUILD);
  }
  const build = apiBuild.safeParse(value);
  if (build.success && ('timestamp' in value || 'result' in value))
    return orNoBuild(ofApi(build.data, address), setting);
  return ignored('The record is none of a build of Jenkins.');
};

const isCdEvent = (value: Payload[number]['value']): boolean =>
  isBareCdEvent(value) || ('type' in value && cdTypeOf(String(value['type'])) !== undefined);

/** One that keeps to the specification is read like any other CDEvent; those of the plug-in do not. */
const interpretCdEvent = (value: Payload[number]['value'], setting: JenkinsSetting): Told => {
  const reading = readMessage(value);
  if (!('flaws' in reading)) return reading;
  const own = pluginEvent.safeParse(value);
  return own.success
    ? interpretPluginEvent(own.data, setting)
    : ignored('The record is no CDEvent that can be read.');
};

/** Jenkins: posted by its notification plug-in or its CDEvents plug-in, or read from its API. */
export const jenkins: Source<Payload, JenkinsSettings> = {
  id: 'jenkins',
  title: 'Jenkins',
  about: {
    transport: 'webhook of the CDEvents and the notification plug-in',
    authentication: 'bearer token or basic password',
    deliveryKey: 'hash of the body',
    pull: 'builds of the jobs that the settings name',
  },
  numbersRuns: true,
  headers: ['content-type', 'ce-*', 'x-throughline-record'],
  payload,
  settings: jenkinsSettings,
  authenticate: (request, secret) => authenticateAuthorization(request, secret),
  read,
  interpret: (records, setting) => together(records.map((one) => interpretOne(one, setting))),
  pull,
};
