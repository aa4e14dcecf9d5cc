import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../api/client.js';
import { startOfDay } from '../filters/days.js';
import { isDay } from '../filters/filters.js';
import { useFilters } from '../filters/use-filters.js';
import { grantMutation } from './queries.js';

interface Props {
  controls: readonly { policy: string; title: string; on: boolean }[];
  done: () => void;
}

/** `a, b` as a list; nothing said means all. */
const listOf = (text: FormDataEntryValue | null): string[] | null => {
  const names = String(text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length > 0 ? names : null;
};

const Scope = () => (
  <>
    <label className="field">
      <span>Services, with commas (all)</span>
      <input name="services" autoComplete="off" />
    </label>
    <label className="field">
      <span>Environments, with commas (all)</span>
      <input name="environments" autoComplete="off" />
    </label>
    <label className="field">
      <span>Changes, with commas (all)</span>
      <input name="changes" placeholder="github.com/acme/shop#7" autoComplete="off" />
    </label>
  </>
);

/** Grants in the name of who is signed in. */
export const GrantForm = ({ controls, done }: Props) => {
  const { zone } = useFilters('all').question;
  const [{ error, fetching }, grant] = useMutation(grantMutation);
  const [said, setSaid] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const form = new FormData(target);
    const through = String(form.get('through'));
    if (!isDay(through)) return;
    const { error: failed } = await grant({
      policy: String(form.get('policy')),
      services: listOf(form.get('services')),
      environments: listOf(form.get('environments')),
      changes: listOf(form.get('changes')),
      until: startOfDay(through, zone, 1).toISOString(),
      why: String(form.get('why')),
    });
    if (failed) return;
    setSaid('The exception is granted. Verdicts follow within seconds.');
    target.reset();
    done();
  };
  return (
    <section className="part">
      <h2>Grant an exception</h2>
      <p className="meaning">It is granted in your name and kept for good. It ends by itself.</p>
      <form className="grant" onSubmit={submit}>
        <label className="field">
          <span>Control</span>
          <select name="policy" required>
            {controls.map(({ policy, title }) => (
              <option key={policy} value={policy}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Through this day ({zone})</span>
          <input name="through" type="date" required />
        </label>
        <Scope />
        <label className="field why">
          <span>Why</span>
          <input name="why" required autoComplete="off" />
        </label>
        <button type="submit" className="primary" disabled={fetching}>
          Grant it
        </button>
      </form>
      <p role="status" className={error ? 'failure-note' : 'muted'}>
        {error ? errorSentence(error) : said}
      </p>
    </section>
  );
};
