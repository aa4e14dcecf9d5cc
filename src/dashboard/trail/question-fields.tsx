import { type ReactNode, useId } from 'react';
import { useQuery } from 'urql';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { enumWords } from '../format/words.js';
import { useScope } from '../shell/scope.js';
import { useMedia } from '../shell/use-media.js';
import { peopleQuery } from './queries.js';
import {
  kinds,
  readTrailSearch,
  roles,
  searchNames,
  type TrailSearch,
  verdicts,
  withTrailSearch,
} from './search.js';
import { verdictName } from './verdict.js';
import { kindNames, roleNames } from './words.js';

const outcomes = [
  'success',
  'failure',
  'error',
  'cancelled',
  'merged',
  'granted',
  'rejected',
  'expired',
  'pending',
  'open',
  'closed',
];

interface TextProps {
  name: keyof TrailSearch;
  label: string;
  value: string;
  placeholder?: string;
  list?: string;
}

const Text = ({ name, label, value, placeholder, list }: TextProps) => (
  <label className="field">
    <span>{label}</span>
    <input
      name={name}
      key={value}
      defaultValue={value}
      placeholder={placeholder}
      list={list}
      autoComplete="off"
    />
  </label>
);

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  any: string;
  options: readonly (readonly [string, string])[];
}

const Choice = ({ name, label, value, any, options }: ChoiceProps) => (
  <label className="field">
    <span>{label}</span>
    <select
      name={name}
      key={value}
      defaultValue={value}
      onChange={(event) => event.currentTarget.form?.requestSubmit()}
    >
      <option value="">{any}</option>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

interface QuestionProps {
  title: string;
  /** Of many fields, which stand side by side where there is room. */
  wide?: boolean;
  children: ReactNode;
}

const Question = ({ title, wide = false, children }: QuestionProps) => (
  <fieldset className={wide ? 'asked asked-wide' : 'asked'}>
    <legend>{title}</legend>
    {children}
  </fieldset>
);

const Who = ({ search }: { search: TrailSearch }) => {
  const [{ data }] = useQuery({ query: peopleQuery });
  const [people, teams] = [useId(), useId()];
  return (
    <Question title="Who made it, and were they authorized?">
      <Text
        name="who"
        label="Person or account"
        value={search.who}
        placeholder="ann or github:ann"
        list={people}
      />
      <datalist id={people}>
        {data?.people.nodes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <Text name="team" label="In the team then" value={search.team} list={teams} />
      <datalist id={teams}>
        {data?.teams.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <Choice
        name="role"
        label="As whom"
        value={search.role}
        any="As anybody"
        options={roles.map((role) => [role, roleNames[role]] as const)}
      />
    </Question>
  );
};

const Where = ({ search, environment }: { search: TrailSearch; environment: string }) => {
  const { scope } = useScope();
  const environments = [...new Set([...scope.environments, ...(environment ? [environment] : [])])].sort();
  return (
    <Question title="Where was it applied?">
      <Choice
        name="environment"
        label="Environment"
        value={environment}
        any="Anywhere"
        options={environments.map((name) => [name, name] as const)}
      />
      <Text name="host" label="Host" value={search.host} placeholder="web-1" />
    </Question>
  );
};

const What = ({ search }: { search: TrailSearch }) => (
  <Question title="What was changed?" wide>
    <Choice
      name="kind"
      label="Kind"
      value={search.kind}
      any="Anything"
      options={kinds.map((kind) => [kind, kindNames[kind]] as const)}
    />
    <Text name="ticket" label="Ticket" value={search.ticket} placeholder="SHOP-41" />
    <Text name="commit" label="Commit" value={search.commit} placeholder="4f1c0ad" />
    <Text name="artifact" label="Artifact or digest" value={search.artifact} placeholder="sha256:…" />
    <Text name="text" label="Text" value={search.text} placeholder="Title, name, version or value" />
  </Question>
);

const Acceptable = ({ search, withVerdict }: { search: TrailSearch; withVerdict: boolean }) => (
  <Question title="Is it acceptable?">
    {withVerdict ? (
      <Choice
        name="verdict"
        label="Verdict of a control"
        value={search.verdict}
        any="Whatever"
        options={verdicts.map((verdict) => [verdict, verdictName(verdict)] as const)}
      />
    ) : null}
    <Choice
      name="outcome"
      label="Outcome"
      value={search.outcome}
      any="Whatever"
      options={outcomes.map((outcome) => [outcome, enumWords(outcome)] as const)}
    />
  </Question>
);

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const go = (form: FormData): void => {
  const said = Object.fromEntries(searchNames.map((name) => [name, textOf(form, name)]));
  const query = new URLSearchParams(withTrailSearch(location.search, said));
  const environment = textOf(form, 'environment');
  if (environment) query.set('environment', environment);
  else query.delete('environment');
  const text = query.toString();
  navigate(location.pathname + (text && `?${text}`));
};

interface Props {
  environment: string;
  /** A population is not chosen by verdicts. */
  withVerdict?: boolean;
}

const Form = ({ environment, withVerdict = true }: Props) => {
  const search = readTrailSearch(useSearch());
  return (
    <form
      className="questions"
      onSubmit={(event) => {
        event.preventDefault();
        go(new FormData(event.currentTarget));
      }}
    >
      <Who search={search} />
      <Where search={search} environment={environment} />
      <What search={search} />
      <Acceptable search={search} withVerdict={withVerdict} />
      <p className="asked-actions">
        <button type="submit" className="primary">
          Find
        </button>
        <button type="button" className="quiet" onClick={() => go(new FormData())}>
          Clear
        </button>
      </p>
    </form>
  );
};

const ROOM_FOR_ALL = '(min-width: 1001px)';

/**
 * An auditor's four questions as fields; the URL is the only place where the answers are kept. Where they would fill the
 * screen they are folded until something is asked, so that the list is seen first.
 */
export const QuestionFields = (props: Props) => {
  const hasRoom = useMedia(ROOM_FOR_ALL);
  const search = readTrailSearch(useSearch());
  if (hasRoom) return <Form {...props} />;
  const isAsked = props.environment !== '' || searchNames.some((name) => search[name] !== '');
  return (
    <details className="questions-fold" open={isAsked}>
      <summary>Ask the four questions</summary>
      <Form {...props} />
    </details>
  );
};
