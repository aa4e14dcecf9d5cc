import { useState } from 'react';
import { useQuery } from 'urql';
import { Link, useParams } from 'wouter';
import { day } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { BoardMap } from './board-map.js';
import { Drafted, DraftForm } from './draft-form.js';
import { Futures } from './futures.js';
import { JoinForm } from './join-form.js';
import { useParticipantName } from './live/participant.js';
import { Announcer, Presence } from './presence.js';
import { workshopQuery } from './queries.js';
import { TypedField } from './typed-field.js';
import { type LiveBoard, useBoard } from './use-board.js';
import { WhatIfPanel } from './what-if.js';

const formats = ['pdf', 'png', 'json'];

const Exports = ({ id }: { id: string }) => (
  <ul aria-label="Export" className="exports">
    {formats.map((format) => (
      <li key={format}>
        <a href={`/workshops/${id}.${format}`} download>
          {format.toUpperCase()}
        </a>
      </li>
    ))}
  </ul>
);

const Draft = ({ live }: { live: LiveBoard }) => {
  const [isAsked, ask] = useState(false);
  const { measured } = live.board;
  return (
    <div className="drafted">
      <Drafted live={live} />
      {measured && !isAsked ? (
        <button type="button" className="quiet" onClick={() => ask(true)}>
          Draft again for another time
        </button>
      ) : live.state.connection === 'connecting' ? null : (
        <DraftForm live={live} done={() => ask(false)} />
      )}
    </div>
  );
};

const Room = ({ id, name }: { id: string; name: string }) => {
  const live = useBoard(id, name);
  const { board, state } = live;
  usePageTitle(board.title);
  return (
    <div className="workshop">
      <header className="lead">
        <h1 className="unseen">{board.title}</h1>
        <div className="board-title">
          <TypedField
            label="Title"
            shown={board.title}
            hint="A workshop needs a title."
            parse={(text) => text.trim() || undefined}
            set={(value) => live.edit('title', value)}
          />
        </div>
        <Presence state={state} />
        <Draft live={live} />
        <Exports id={id} />
      </header>
      {state.refusal ? (
        <p className="failure-note" role="alert">
          {state.refusal}
        </p>
      ) : null}
      <Announcer others={state.others} />
      <BoardMap live={live} />
      <WhatIfPanel live={live} />
      <Futures live={live} />
    </div>
  );
};

const Unknown = ({ id }: { id: string }) => (
  <section className="notice">
    <h1>This workshop is not known</h1>
    <p>
      There is no workshop <code>{id}</code> here. <Link href="/workshop">All workshops</Link>
    </p>
  </section>
);

export const WorkshopPage = () => {
  const { id = '' } = useParams<{ id: string }>();
  usePageTitle('Workshop');
  const name = useParticipantName();
  const query = useQuery({ query: workshopQuery, variables: { id } });
  return (
    <Answer query={query} what="the workshop" height={400}>
      {({ workshop }) => {
        if (!workshop) return <Unknown id={id} />;
        if (!name) return <JoinForm />;
        return (
          <>
            {workshop.importedAt ? (
              <p className="note">
                Brought in by {workshop.importedBy} on {day(workshop.importedAt, 'UTC')}: what it says was not
                measured here.
              </p>
            ) : null}
            <Room key={id} id={id} name={name} />
          </>
        );
      }}
    </Answer>
  );
};
