import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { errorSentence } from '../api/client.js';
import { browserZone } from '../clock.js';
import { counted } from '../format/number.js';
import { day } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { JoinForm } from './join-form.js';
import { participantId, useParticipantName } from './live/participant.js';
import { createWorkshop, importWorkshop, type WorkshopRow, workshopsQuery } from './queries.js';

const nothing = {};

const NewWorkshop = ({ name }: { name: string }) => {
  const [title, setTitle] = useState('');
  const [{ fetching, error }, create] = useMutation(createWorkshop);
  const [, go] = useLocation();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await create({ title: title.trim(), participant: participantId(), name });
    if (data) go(`/workshop/${data.createWorkshop.id}`);
  };
  return (
    <form onSubmit={submit} className="new-workshop">
      <label className="field">
        What is it about?
        <span className="with-button">
          <input
            type="text"
            value={title}
            maxLength={120}
            placeholder="From ticket to production"
            onChange={({ target }) => setTitle(target.value)}
          />
          <button type="submit" className="primary" disabled={fetching || title.trim() === ''}>
            Start a workshop
          </button>
        </span>
      </label>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </form>
  );
};

const BringBack = () => {
  const [{ fetching, error }, bring] = useMutation(importWorkshop);
  const [, go] = useLocation();
  const chosen = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    const { data } = await bring({ file: await file.text() });
    target.value = '';
    if (data) go(`/workshop/${data.importWorkshop.id}`);
  };
  return (
    <div>
      <label className="field">
        Bring back an exported workshop (JSON)
        <input type="file" accept=".json,application/json" disabled={fetching} onChange={chosen} />
      </label>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </div>
  );
};

const Row = ({ workshop, zone }: { workshop: WorkshopRow; zone: string }) => (
  <li>
    <div className="row-main">
      <Link href={`/workshop/${workshop.id}`}>{workshop.title}</Link>
    </div>
    <p className="row-detail">
      {day(workshop.createdAt, zone)}, {counted(workshop.lastSequence, 'edit')}
      {workshop.importedBy ? `, brought in by ${workshop.importedBy}` : ''}
    </p>
  </li>
);

export const WorkshopsPage = () => {
  usePageTitle('Workshops');
  const name = useParticipantName();
  const query = useQuery({ query: workshopsQuery, variables: nothing, requestPolicy: 'cache-and-network' });
  if (!name) return <JoinForm />;
  return (
    <Answer query={query} what="the workshops" height={300}>
      {({ workshops }) => (
        <>
          <header className="lead">
            <h1>Workshops</h1>
            <p className="subject">
              A board for a screen on the wall and a dozen laptops: the map comes from the events, the room
              says what it believes, votes for the bottleneck, and tries what would help. Everybody who is
              signed in can open it by its link.
            </p>
            <NewWorkshop name={name} />
          </header>
          {workshops.length === 0 ? (
            <p className="no-data-here">No workshop was held yet. Give the first one a title above.</p>
          ) : (
            <ul className="rows">
              {workshops.map((workshop) => (
                <Row key={workshop.id} workshop={workshop} zone={browserZone()} />
              ))}
            </ul>
          )}
          <BringBack />
        </>
      )}
    </Answer>
  );
};
