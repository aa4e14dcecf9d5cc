import type { FormEvent } from 'react';
import { useMutation } from 'urql';
import { navigate } from 'wouter/use-browser-location';
import { errorSentence } from '../api/client.js';
import { fromWallTime } from '../filters/days.js';
import { minute } from '../format/time.js';
import { useScope } from '../shell/scope.js';
import { useIsAuditor } from '../trail/use-viewer.js';
import { reportAddress } from './address.js';
import { lastWholePeriod } from './period.js';
import { type Definition, runReportMutation } from './queries.js';

const RunNow = ({ definition, asked }: { definition: Definition; asked: () => void }) => {
  const { now } = useScope();
  const [{ error, fetching }, run] = useMutation(runReportMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { data } = await run({
      report: definition.name,
      period: String(form.get('period')).trim(),
      asOf: fromWallTime(String(form.get('asOf')), definition.zone) ?? null,
    });
    if (!data) return;
    asked();
    navigate(reportAddress(location.search, { run: data.runReport.id }));
  };
  return (
    <form className="run-now" onSubmit={submit}>
      <label className="field">
        <span>Period</span>
        <input
          name="period"
          required
          defaultValue={lastWholePeriod(definition.cron, now, definition.zone)}
          aria-label={`Period of ${definition.title}`}
        />
      </label>
      <details>
        <summary>As known then</summary>
        <input name="asOf" type="datetime-local" aria-label={`Recording time of ${definition.title}`} />
      </details>
      <button type="submit" disabled={fetching} aria-label={`Run ${definition.title} now`}>
        Run now
      </button>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </form>
  );
};

const Schedule = ({ definition: { cron, zone, nextRunAt } }: { definition: Definition }) => {
  if (!nextRunAt) return 'Runs when somebody asks for it';
  return (
    <>
      Runs next on <time dateTime={nextRunAt}>{minute(nextRunAt, zone)}</time> ({zone}), by{' '}
      <code>{cron}</code>
    </>
  );
};

/** One report that can be run. */
export const DefinitionCard = ({ definition, asked }: { definition: Definition; asked: () => void }) => {
  const isAuditor = useIsAuditor();
  return (
    <li className="definition">
      <h2>{definition.title}</h2>
      <p className="meaning">For {definition.audience}.</p>
      <p className="hint">
        <Schedule definition={definition} />; <code>{definition.name}</code>
      </p>
      {isAuditor ? <RunNow definition={definition} asked={asked} /> : null}
    </li>
  );
};
