import type { DeliveryEvent, EventOf, EventType } from '../events/vocabulary.js';
import type { People } from './people.js';

/** What a control looks at. */
export const ABOUTS = ['CHANGE', 'ACCESS', 'EXECUTION', 'RESOURCE', 'ITEM'] as const;
export type About = (typeof ABOUTS)[number];

export interface Subject {
  readonly about: About;
  /** `REPO#NUMBER` or `REPO@SHA` of a change; else the id of the shell, execution, resource or item. */
  readonly name: string;
  /** Empty where none is known. */
  readonly service: string;
  /** Empty where none is known. */
  readonly environment: string;
  readonly title: string;
  /** Its own date; ISO in UTC, as all instants here. */
  readonly at: string;
}

/** The first successful deployment of the change to the environment. */
export interface Deployed {
  readonly id: string;
  /** When it began, as far as that is known: from here on the change was let into production. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly sha: string | undefined;
  /** The service had been deployed there before, so there was something to go back to. */
  readonly hasEarlier: boolean;
  /** Keys of what was deployed: `artifact:...`, `digest:...`. */
  readonly artifacts: readonly string[];
  /** What was built, published and verified of exactly that, whichever change it is counted to. */
  readonly evidence: readonly DeliveryEvent[];
}

/** All that a control may know of a subject. Pure data: the same history gives the same opinion, always. */
export interface History {
  readonly subject: Subject;
  /** By time, then order in their source, then id. */
  readonly events: readonly DeliveryEvent[];
  /** Edits of the definitions that ran in its story, before they ran; they are no part of the story itself. */
  readonly edits: readonly DeliveryEvent[];
  /** Shas of a change's commits, its merge and its head. */
  readonly shas: readonly string[];
  readonly deployed: Deployed | undefined;
  readonly people: People;
  /** The time for clocks that run. */
  readonly now: string;
}

export const ofType = <T extends EventType>(
  events: readonly DeliveryEvent[],
  ...types: readonly T[]
): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => (types as readonly string[]).includes(event.type));

export const idsOf = (events: readonly DeliveryEvent[]): string[] => events.map(({ id }) => id);

/** @param minutes how long a clock runs. */
export const after = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** `REPO#7`: a change request; `REPO@SHA`: a commit without one. */
export const isChangeRequest = ({ name }: Subject): boolean => name.includes('#');
