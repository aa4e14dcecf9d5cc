import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { errorSentence } from '../api/client.js';
import { browserNow, browserZone } from '../clock.js';
import { addDays, dayOf, startOfDay } from '../filters/days.js';
import { day, moment } from '../format/time.js';
import { draftWorkshop, streamsQuery } from './queries.js';
import type { LiveBoard } from './use-board.js';

const nothing = {};

/** What the map was drafted from, and as of when its numbers stand. */
export const Drafted = ({ live }: { live: LiveBoard }) => {
  const { measured } = live.board;
  if (!measured) return <p className="hint">Nothing is measured on this board yet.</p>;
  const { question, asOf } = measured;
  const zone = question.zone ?? 'UTC';
  const last = new Date(Date.parse(question.to) - 1).toISOString();
  return (
    <p className="subject">
      {question.stream ?? 'As the events show it'}, {day(question.from, zone)} to {day(last, zone)}, as
      recorded until {moment(asOf, zone)} ({zone}). These numbers stay as they are.
    </p>
  );
};

/** Drafts the map from the events; on a board that has one, moves the time at which its numbers stand. */
export const DraftForm = ({ live, done }: { live: LiveBoard; done?: () => void }) => {
  const zone = browserZone();
  const today = dayOf(browserNow(), zone);
  const [{ data }] = useQuery({ query: streamsQuery, variables: nothing });
  const [{ fetching, error }, draft] = useMutation(draftWorkshop);
  const [stream, setStream] = useState('');
  const [only, setOnly] = useState('');
  const [from, setFrom] = useState(addDays(today, -90));
  const [to, setTo] = useState(today);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { workshop, participant, name } = live;
    const filter = {
      from: startOfDay(from, zone).toISOString(),
      to: startOfDay(to, zone, 1).toISOString(),
      zone,
    };
    const question = stream ? { stream } : { only: only.trim() || null };
    const answer = await draft({ workshop, participant, name, filter, ...question });
    if (answer.data) done?.();
  };
  return (
    <form onSubmit={submit} className="draft-form filter-row">
      <label className="field">
        Stream
        <select value={stream} onChange={({ target }) => setStream(target.value)}>
          <option value="">As the events show it</option>
          {(data?.valueStreams ?? []).map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      </label>
      {stream ? null : (
        <label className="field">
          Items named
          <input
            type="text"
            value={only}
            placeholder="all, or SHOP-*"
            maxLength={200}
            onChange={({ target }) => setOnly(target.value)}
          />
        </label>
      )}
      <label className="field">
        From
        <input type="date" required value={from} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <label className="field">
        Through
        <input type="date" required value={to} onChange={({ target }) => setTo(target.value)} />
      </label>
      <button type="submit" className="primary" disabled={fetching || from === '' || to === ''}>
        {fetching ? 'Drafting …' : 'Draft the map'}
      </button>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </form>
  );
};
