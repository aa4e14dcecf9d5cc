import { linksIn } from '../../events/links.js';
import { instantFromAny } from '../instants.js';
import { isJson, type Json, pageOf } from '../parts.js';
import type { WilySettings } from './settings.js';

export type State = 'opened' | 'resolved';

export interface Alert {
  /** Its id, or its name where there is none. */
  readonly key: string;
  readonly name: string | undefined;
  readonly state: State;
  readonly severity: string | undefined;
  readonly startedAt: string | undefined;
  /** When this state began, as far as it is told. */
  readonly at: string | undefined;
  readonly names: readonly string[];
  readonly application: string | undefined;
  readonly url: string | undefined;
  readonly links: readonly string[];
}

/** The classic manager numbers its states: 1 is normal, 2 caution, 3 danger. */
const STATES = new Map<string, readonly [State, string | undefined]>([
  ['danger', ['opened', 'danger']],
  ['critical', ['opened', 'danger']],
  ['caution', ['opened', 'caution']],
  ['warning', ['opened', 'caution']],
  ['3', ['opened', 'danger']],
  ['2', ['opened', 'caution']],
  ['open', ['opened', undefined]],
  ['opened', ['opened', undefined]],
  ['active', ['opened', undefined]],
  ['new', ['opened', undefined]],
  ['1', ['resolved', undefined]],
  ['normal', ['resolved', undefined]],
  ['ok', ['resolved', undefined]],
  ['closed', ['resolved', undefined]],
  ['cleared', ['resolved', undefined]],
  ['resolved', ['resolved', undefined]],
]);

/** `The Alert "Checkout slow" exceeded danger target of 9`, `... closed a caution alert`. */
const SENTENCE =
  /The Alert "([^"\n]{1,500})" (exceeded|fell below|opened|closed)(?: an?)? (danger|caution)(?: target| alert)?/i;

const text = (told: Json, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = told[name];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
};

/** @returns what is missing, as a sentence, when it is no alert. */
export const alertOf = (told: Json, { zone }: WilySettings): Alert | string => {
  const sentence = SENTENCE.exec(text(told, 'message', 'text', 'description', 'alertmessage') ?? '');
  const name = text(told, 'alertname', 'name') ?? sentence?.[1];
  const key = text(told, 'alertid', 'id') ?? name;
  if (!key) return 'It names no alert: alertName or alertId is missing';
  const [state, severity] = stateIn(told, sentence);
  if (!state) return `The alert ${key} is in no state that is known: alertState is missing or new to us`;
  const time = (...names: readonly string[]): string | undefined =>
    names
      .map((one) => instantFromAny(told[one], zone) ?? httpDate(told[one]))
      .find((one) => one !== undefined);
  const startedAt = time('alertstarttime', 'starttime');
  const changedAt = time('alertendtime', 'endtime', 'statuschangetime', 'alerttime', 'timestamp', 'time');
  return {
    key,
    name,
    state,
    severity: severity ?? text(told, 'severity', 'alertseverity')?.toLowerCase(),
    startedAt,
    at: state === 'opened' ? (startedAt ?? changedAt) : (changedAt ?? startedAt),
    names: namesIn(told, name),
    application: applicationIn(told),
    url: pageOf(text(told, 'url', 'link', 'alerturl')),
    links: linksIn(name, text(told, 'message', 'description')),
  };
};

type Read = readonly [State | undefined, string | undefined];

/** A value that falls below a target recovers, where higher is worse; only a person who knows it can say otherwise. */
const stateIn = (told: Json, sentence: RegExpExecArray | null): Read => {
  const state = text(told, 'alertstate', 'state', 'status', 'alertstatus')?.toLowerCase();
  const known = state === undefined ? undefined : STATES.get(state);
  if (known) return known;
  const [, , verb, level] = sentence ?? [];
  if (!verb || !level) return [undefined, undefined];
  return [/exceeded|opened/i.test(verb) ? 'opened' : 'resolved', level.toLowerCase()];
};

/** `Sat, 21 Nov 2026 10:00:00 GMT`, as the header of a request without any other time has it. */
const httpDate = (value: unknown): string | undefined => {
  const time = typeof value === 'string' && / GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

/** All that a person may have mapped to a service. */
const namesIn = (told: Json, name: string | undefined): string[] =>
  [applicationIn(told), text(told, 'vertexid'), name].filter((one) => one !== undefined);

/** What the manager itself calls the thing that suffers. */
const applicationIn = (told: Json): string | undefined => {
  const attributes = isJson(told['vertexattributes']) ? told['vertexattributes'] : {};
  return (
    text(told, 'applicationname', 'application', 'service') ??
    text(attributes, 'applicationName', 'application', 'name')
  );
};
