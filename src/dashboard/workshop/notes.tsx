import { type FormEvent, useState } from 'react';
import type { Note } from './board.js';
import type { LiveBoard } from './use-board.js';

interface Props {
  notes: Note[];
  /** null: the whole board. */
  step: string | null;
  /** What they are about. */
  about: string;
  live: LiveBoard;
}

export const Notes = ({ notes, step, about, live }: Props) => {
  const [text, setText] = useState('');
  const write = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    live.edit(`note:${crypto.randomUUID()}`, { step, text: text.trim() });
    setText('');
  };
  return (
    <div className="notes">
      <ul aria-label={`Notes on ${about}`}>
        {notes.map((note) => (
          <li key={note.id} className="sticky">
            <p>{note.text}</p>
            <p className="sticky-foot">
              <small>{note.name}</small>
              <button
                type="button"
                className="quiet"
                aria-label={`Take off the note ${note.text}`}
                onClick={() => live.edit(`note:${note.id}`, null)}
              >
                Take off
              </button>
            </p>
          </li>
        ))}
      </ul>
      <form onSubmit={write} className="with-button">
        <input
          type="text"
          aria-label={`New note on ${about}`}
          placeholder="Write a note"
          maxLength={500}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" disabled={text.trim() === ''}>
          Add
        </button>
      </form>
    </div>
  );
};
