import type { EventOf } from '../../events/vocabulary.js';
import { type Place, SOURCE } from './ids.js';
import type { Json } from './json.js';
import type { AwsEvent } from './payload.js';
import type { AwsSettings } from './settings.js';

/** One event of EventBridge, ready to be told. */
export interface Facts {
  readonly event: AwsEvent;
  readonly settings: AwsSettings;
  readonly at: string;
  readonly place: Place;
  readonly detail: Json;
}

/** Kinds of events (`detail-type`) and what they come to. */
export type EventRules<T> = readonly (readonly [string, (facts: Facts) => T])[];

export const base = ({ at }: { readonly at: string }) => ({ at, source: SOURCE });

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['SUCCEEDED', 'success'],
  ['SUCCESS', 'success'],
  ['FAILED', 'failure'],
  ['FAILURE', 'failure'],
  ['STOPPED', 'cancelled'],
  ['STOP', 'cancelled'],
  ['CANCELED', 'cancelled'],
  ['CANCELLED', 'cancelled'],
  ['ABANDONED', 'cancelled'],
  ['SUPERSEDED', 'cancelled'],
  ['TIMED_OUT', 'error'],
  ['TIMEDOUT', 'error'],
  ['DELIVERYTIMEDOUT', 'error'],
  ['FAULT', 'error'],
]);

/** @returns undefined while it is under way, or in a state that AWS does not document. */
export const outcomeOf = (state: string | undefined): Outcome | undefined =>
  OUTCOMES.get(state?.toUpperCase() ?? '');

const BEGINNINGS = new Set(['STARTED', 'START', 'RESUMED', 'IN_PROGRESS', 'INPROGRESS', 'PENDING', 'QUEUED']);

export const isBeginning = (state: string | undefined): boolean => BEGINNINGS.has(state?.toUpperCase() ?? '');
