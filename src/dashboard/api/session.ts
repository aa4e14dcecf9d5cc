import { useSyncExternalStore } from 'react';

let signedOut = false;
const listeners = new Set<() => void>();

const change = (out: boolean): void => {
  if (signedOut === out) return;
  signedOut = out;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** True from the moment the server refused an answer for want of a session. */
export const useSignedOut = (): boolean => useSyncExternalStore(subscribe, () => signedOut);

export const noteSignedOut = (): void => change(true);

/** The token in what a person pasted: a sign-in link, or the token itself. */
export const tokenIn = (pasted: string): string => {
  const text = pasted.trim();
  if (!URL.canParse(text)) return text;
  return new URL(text).searchParams.get('token') ?? text;
};

const refusal = (status: number): string =>
  status === 401 || status === 403 || status === 400
    ? 'This token is not known here, or its link was used already. Ask for a new one, or restart the service to print a new link.'
    : `The server could not sign you in (HTTP ${status}). Try again in a moment.`;

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Trades a token for the session's cookie. Resolves to a sentence about what went wrong, or to undefined. */
export const signIn = async (token: string): Promise<string | undefined> => {
  try {
    const answer = await post('/session', { token });
    if (!answer.ok) return refusal(answer.status);
  } catch {
    return 'The server does not answer. Check that it is running, then try again.';
  }
  change(false);
  return undefined;
};

/** Ends the session; says false when the server could not be told, so the session still stands. */
export const signOut = async (): Promise<boolean> => {
  const answer = await post('/session/end', {}).catch(() => undefined);
  if (!answer?.ok) return false;
  noteSignedOut();
  return true;
};
