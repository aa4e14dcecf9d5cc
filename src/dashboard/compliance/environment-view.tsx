import type { FormEvent } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { fromWallTime, wallTime } from '../filters/days.js';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { useScope } from '../shell/scope.js';
import { DriftList, PartsTable } from './environment-parts.js';
import { type EnvironmentState, environmentQuery } from './queries.js';

interface Place {
  service: string;
  environment: string;
  host: string;
  at: string;
}

const submit =
  (zone: string) =>
  (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const query = new URLSearchParams(location.search);
    const said = {
      of: String(form.get('of') ?? ''),
      environment: String(form.get('environment') ?? ''),
      host: String(form.get('host') ?? '').trim(),
      at: fromWallTime(String(form.get('at')), zone) ?? '',
    };
    for (const [name, value] of Object.entries(said)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    navigate(`${location.pathname}?${query.toString()}`);
  };

const Choice = ({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string;
  options: string[];
}) => (
  <label className="field">
    <span>{label}</span>
    <select name={name} defaultValue={value}>
      <option value="">Any</option>
      {[...new Set([...options, ...(value ? [value] : [])])].sort().map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  </label>
);

const Form = ({ place, zone }: { place: Place; zone: string }) => {
  const { scope } = useScope();
  return (
    <form className="filter-row choices" onSubmit={submit(zone)}>
      <Choice name="of" label="Service" value={place.service} options={scope.services} />
      <Choice name="environment" label="Environment" value={place.environment} options={scope.environments} />
      <label className="field">
        <span>Host</span>
        <input name="host" defaultValue={place.host} placeholder="web-1" autoComplete="off" />
      </label>
      <label className="field">
        <span>At this moment ({zone})</span>
        <input name="at" type="datetime-local" required defaultValue={wallTime(place.at, zone)} />
      </label>
      <button type="submit" className="primary">
        Show
      </button>
    </form>
  );
};

const Found = ({ state, zone }: { state: EnvironmentState; zone: string }) => {
  const unannounced = state.parts.filter(({ announcement }) => announcement === 'UNANNOUNCED');
  const hosts = new Set(state.parts.map(({ host }) => host)).size;
  if (state.parts.length === 0)
    return (
      <p className="total" role="status">
        Nothing is known of it at that moment. Choose a later one, or send reports of hosts (Puppet, Ansible,
        packages).
      </p>
    );
  return (
    <>
      <p className="total" role="status">
        {counted(state.parts.length, 'part')} on {counted(hosts, 'host')}, {moment(state.at, zone)};{' '}
        {counted(state.drift.length, 'difference')} between hosts that should be alike;{' '}
        {unannounced.length === 0
          ? 'everything was announced.'
          : `${counted(unannounced.length, 'change')} nobody announced.`}
      </p>
      {unannounced.length > 0 ? (
        <section className="part wide-part">
          <h2>Nobody announced these</h2>
          <p className="meaning">They appeared without a deployment or an execution behind them.</p>
          <PartsTable caption="Changes that nobody announced" parts={unannounced} zone={zone} />
        </section>
      ) : null}
      {state.drift.length > 0 ? <DriftList drift={state.drift} /> : null}
      <section className="part wide-part">
        <h2>What was there</h2>
        <PartsTable caption="Parts by host" parts={state.parts} zone={zone} />
      </section>
    </>
  );
};

const Asked = ({ place, asOf, zone }: { place: Place; asOf: string | null; zone: string }) => {
  const query = useQuery({
    query: environmentQuery,
    variables: {
      service: place.service || null,
      environment: place.environment || null,
      host: place.host || null,
      at: place.at,
      asOf,
    },
  });
  return (
    <Answer query={query} what="what ran where" height={300}>
      {({ environmentAt }) => <Found state={environmentAt} zone={zone} />}
    </Answer>
  );
};

export const EnvironmentView = () => {
  const { filters, question } = useFilters('all');
  const query = new URLSearchParams(useSearch());
  const { scope, now } = useScope();
  const at = query.get('at');
  const place: Place = {
    service: query.get('of') ?? '',
    environment: filters.environment ?? '',
    host: query.get('host') ?? '',
    at: at && !Number.isNaN(Date.parse(at)) ? at : (scope.watermark ?? now.toISOString()),
  };
  const { zone } = question;
  return (
    <>
      <header className="lead">
        <h1>What ran where</h1>
        <p className="subject">
          Which versions and configurations were on which hosts at a moment, what put each there, where hosts
          differ that should be alike, and what nobody announced. See also the{' '}
          <Link href="/trail">audit trail</Link>.
        </p>
      </header>
      <Form key={JSON.stringify(place)} place={place} zone={zone} />
      {place.service || place.host ? (
        <Asked key={JSON.stringify(place)} place={place} asOf={filters.asOf ?? null} zone={zone} />
      ) : (
        <p className="total">Choose a service or a host.</p>
      )}
    </>
  );
};
