import { type FormEvent, useId, useState } from 'react';
import { signIn, tokenIn } from '../api/session.js';
import { usePageTitle } from '../shell/route-focus.js';

const useSignIn = () => {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const pasted = new FormData(event.currentTarget).get('token');
    const token = tokenIn(typeof pasted === 'string' ? pasted : '');
    if (!token) {
      setProblem('Paste the sign-in link or an access token first.');
      return;
    }
    setBusy(true);
    setProblem(await signIn(token));
    setBusy(false);
  };
  return { problem, busy, submit };
};

/** Shown wherever the visitor stands when the server wants to know who asks; the address is kept for afterwards. */
export const SignInPage = () => {
  usePageTitle('Sign in');
  const { problem, busy, submit } = useSignIn();
  const field = useId();
  const problemId = useId();
  return (
    <section className="notice sign-in">
      <h1>Sign in</h1>
      <p>
        When the service starts, <code>npm start</code> prints a sign-in link in its terminal. Open that link
        in this browser: it works once.
      </p>
      <p>
        If you have no access to that terminal, ask an administrator for an access token; they make one with{' '}
        <code>npx throughline token create</code>.
      </p>
      <form onSubmit={submit}>
        <label htmlFor={field}>Sign-in link or access token</label>
        <span className="with-button">
          <input
            id={field}
            name="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-describedby={problem ? problemId : undefined}
            aria-invalid={problem ? true : undefined}
          />
          <button type="submit" className="primary" disabled={busy}>
            {busy ? 'Signing in …' : 'Sign in'}
          </button>
        </span>
        <p id={problemId} role="alert" className="failure-note">
          {problem}
        </p>
      </form>
    </section>
  );
};
