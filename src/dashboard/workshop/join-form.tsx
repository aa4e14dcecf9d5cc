import { type FormEvent, useState } from 'react';
import { nameParticipant } from './live/participant.js';

/** Asks who sits here, once a browser. */
export const JoinForm = () => {
  const [name, setName] = useState('');
  const join = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') nameParticipant(name);
  };
  return (
    <form onSubmit={join} className="notice">
      <h1>Who are you?</h1>
      <p>The others see your name beside what you write. This browser remembers it.</p>
      <div className="with-button">
        <input
          type="text"
          aria-label="Your name"
          autoComplete="name"
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="primary" disabled={name.trim() === ''}>
          Take part
        </button>
      </div>
    </form>
  );
};
