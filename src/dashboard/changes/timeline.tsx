import { useEffect, useRef } from 'react';
import { duration, exactSeconds } from '../format/duration.js';
import { moment } from '../format/time.js';
import { webAddress } from '../format/url.js';
import { plainWords, sentence, shortShas } from '../format/words.js';
import { CodeBlock } from '../shell/code-block.js';
import { PersonName } from './person-name.js';
import type { StoryEvent } from './queries.js';

/** JSON that a person can read; what is not JSON stays as it is. */
const readable = (data: string): string => {
  try {
    return JSON.stringify(JSON.parse(data), null, 2);
  } catch {
    return data;
  }
};

/** The anchor of an event on its change's page. */
export const eventAnchor = (id: string): string => `event-${id}`;

const Proof = ({ event, zone }: { event: StoryEvent; zone: string }) => {
  const url = webAddress(event.url);
  return (
    <div className="event-proof">
      <dl className="pairs">
        <dt>Event</dt>
        <dd>
          <code>{event.id}</code>
        </dd>
        <dt>Type</dt>
        <dd>
          <code>{event.type}</code>
        </dd>
        <dt>Happened</dt>
        <dd>
          <time dateTime={event.at}>{moment(event.at, zone)}</time> ({event.at})
        </dd>
        <dt>Recorded</dt>
        <dd>
          <time dateTime={event.recordedAt}>{moment(event.recordedAt, zone)}</time> ({event.recordedAt})
        </dd>
        <dt>Told by</dt>
        <dd>
          {event.source}, delivery <code>{event.deliveryKey}</code>
        </dd>
        <dt>Digest</dt>
        <dd>
          <code>{event.digest}</code>
        </dd>
        {url ? (
          <>
            <dt>Look at it</dt>
            <dd>
              <a href={url}>{url}</a>
            </dd>
          </>
        ) : null}
      </dl>
      <CodeBlock label="The event as it was recorded" text={readable(event.data)} />
    </div>
  );
};

const Gap = ({ from, to }: { from: string; to: string }) => {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  if (seconds < 1) return null;
  return (
    <span className="gap" title={exactSeconds(seconds)}>
      {duration(seconds)} later
    </span>
  );
};

/** On the page of an item not each of its events needs to name it. */
const nameOf = ({ title, type }: StoryEvent, of: string | undefined): string => {
  const name = title || plainWords(type);
  return shortShas(
    of !== undefined && name.startsWith(`${of} `) ? sentence(name.slice(of.length + 1)) : name,
  );
};

interface Props {
  event: StoryEvent;
  previous: StoryEvent | undefined;
  zone: string;
  of: string | undefined;
}

const TimelineEvent = ({ event, previous, zone, of }: Props) => (
  <li id={eventAnchor(event.id)} className={`event ${event.type.split('.')[0]}`} tabIndex={-1}>
    {previous ? <Gap from={previous.at} to={event.at} /> : null}
    <details>
      <summary>
        <span className="event-name" dir="auto">
          {nameOf(event, of)}
        </span>
        <span className="event-when">
          <time dateTime={event.at}>{moment(event.at, zone)}</time>
          {event.actor ? (
            <>
              , <PersonName who={event.actor} />
            </>
          ) : null}
          {event.initiator && event.initiator.id !== event.actor?.id ? (
            <>
              , started by <PersonName who={event.initiator} />
            </>
          ) : null}
        </span>
      </summary>
      <Proof event={event} zone={zone} />
    </details>
  </li>
);

/** Opens the event that the address names: it came after the browser looked for it. */
const useEventOfAddress = () => {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const wanted = location.hash.slice(1);
    const event = [...(list.current?.children ?? [])].find(({ id }) => id === wanted);
    if (!(event instanceof HTMLElement)) return;
    event.querySelector('details')?.setAttribute('open', '');
    event.scrollIntoView();
    event.focus({ preventScroll: true });
  }, []);
  return list;
};

interface Told {
  events: readonly StoryEvent[];
  zone: string;
  /** What the page is about, which its events need not name. */
  of?: string;
}

/** Everything that was recorded about a change or an item, in order; each event opens to its evidence. */
export const Timeline = ({ events, zone, of }: Told) => {
  const list = useEventOfAddress();
  return (
    <ol ref={list} className="timeline">
      {events.map((event, index) => (
        <TimelineEvent key={event.id} event={event} previous={events[index - 1]} zone={zone} of={of} />
      ))}
    </ol>
  );
};
