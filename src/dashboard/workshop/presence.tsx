import { useEffect, useRef, useState } from 'react';
import { counted } from '../format/number.js';
import type { ToldEdit } from './queries.js';
import type { LiveBoard } from './use-board.js';

const words = ({ connection, waiting }: LiveBoard['state']): string => {
  if (connection === 'connecting') return 'Connecting …';
  if (connection === 'live') return waiting > 0 ? 'Saving …' : 'Connected, everything is saved';
  if (waiting === 0) return 'No connection. What you do is kept here and sent later';
  return `No connection. ${counted(waiting, 'edit')} kept here and sent later`;
};

/** Whether one is connected, and who is in the room. */
export const Presence = ({ state }: { state: LiveBoard['state'] }) => (
  <div className="presence">
    <p className={`connection ${state.connection}`} role="status">
      {words(state)}
    </p>
    <ul aria-label="In the room" className="people">
      {state.people.map(({ participant, name }) => (
        <li key={participant}>{name}</li>
      ))}
    </ul>
  </div>
);

const kinds: [RegExp, string][] = [
  [/^title$/, 'the title'],
  [/^measured$/, 'the map'],
  [/:believed:/, 'what is believed'],
  [/:waste:/, 'a waste'],
  [/^note:/, 'a note'],
  [/^vote:/, 'a vote'],
  [/^future:/, 'a future state'],
  [/^comparison:/, 'a comparison'],
  [/^step:/, 'a step'],
];

const sentence = (edits: readonly ToldEdit[]): string => {
  const [first] = edits;
  if (!first) return '';
  if (edits.length > 1) {
    const names = [...new Set(edits.map(({ name }) => name))];
    return `${counted(edits.length, 'change')} by ${names.join(', ')}.`;
  }
  return `${first.name} changed ${kinds.find(([pattern]) => pattern.test(first.field))?.[1] ?? 'the board'}.`;
};

const BETWEEN_WORDS_MS = 5_000;

/** Tells a screen reader what others did: politely, and a busy minute in few sentences. */
export const Announcer = ({ others }: { others: readonly ToldEdit[] }) => {
  const [said, say] = useState('');
  const told = useRef(0);
  const latest = useRef(others);
  latest.current = others;
  useEffect(() => {
    const timer = setInterval(() => {
      const fresh = latest.current.filter(({ sequence }) => sequence > told.current);
      if (fresh.length === 0) return;
      told.current = fresh.at(-1)!.sequence;
      say(sentence(fresh));
    }, BETWEEN_WORDS_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="unseen" aria-live="polite">
      {said}
    </p>
  );
};
