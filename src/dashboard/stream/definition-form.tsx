import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../api/client.js';
import { moment } from '../format/time.js';
import { defineStream, type Streams } from './queries.js';

const EXAMPLE = `name: shop
owner: ann
steps:
  - name: Review
    start: { event: change.opened }
    stop: { event: change.merged }
  - name: Deploy
    start: { event: change.merged }
    stop: { event: deployment.finished, environment: production }
`;

interface Props {
  kept: Streams['valueStreams'][number] | undefined;
  mayDefine: boolean;
  zone: string;
  /** Called with the name of the stream that was defined. */
  defined: (name: string) => void;
}

const Editor = ({ text, defined }: { text: string; defined: (name: string) => void }) => {
  const [typed, setTyped] = useState(text);
  const [{ fetching, error }, define] = useMutation(defineStream);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await define({ text: typed });
    const [first] = data?.defineStream ?? [];
    if (first) defined(first.name);
  };
  return (
    <form onSubmit={submit} className="stream-definition">
      <label>
        <span className="unseen">Definition, YAML</span>
        <textarea
          rows={Math.min(30, typed.split('\n').length + 2)}
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
      <button type="submit" disabled={fetching || typed.trim() === ''}>
        {fetching ? 'Applying …' : 'Let it hold from now on'}
      </button>
    </form>
  );
};

/** The definition behind the map, and for administrators the way to another. */
export const DefinitionForm = ({ kept, mayDefine, zone, defined }: Props) => (
  <details className="figure stream-definition-panel">
    <summary>
      {kept
        ? `Definition: version ${kept.version}, ${kept.owner}, said by ${kept.saidBy} on ${moment(kept.recordedAt, zone)}`
        : 'Not defined: drawn as the events show it'}
    </summary>
    {mayDefine ? (
      <Editor key={kept?.name ?? ''} text={kept?.text ?? EXAMPLE} defined={defined} />
    ) : (
      <pre>
        <code>{kept?.text ?? 'An administrator can define a stream.'}</code>
      </pre>
    )}
  </details>
);
