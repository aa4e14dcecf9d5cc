import { useQuery } from 'urql';
import { browserNow } from '../clock.js';
import { useFilters } from '../filters/use-filters.js';
import { duration } from '../format/duration.js';
import { count } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { type Source, sourcesQuery } from './queries.js';
import { Trouble } from './trouble.js';

const marks = { GREEN: '●', SILENT: '○', LATE: '◐', GAP: '◌', REJECTED: '▲' };
const stateWords = {
  GREEN: 'Nothing is the matter, as far as can be told.',
  SILENT: 'Silent',
  LATE: 'Late',
  GAP: 'Something is missing',
  REJECTED: 'Something was not understood',
};

const outcomes = [
  { name: 'Received', of: 'received', meaning: 'deliveries stored, with their raw bytes' },
  { name: 'Accepted', of: 'accepted', meaning: 'became events' },
  { name: 'Ignored', of: 'ignored', meaning: 'understood, and not about delivery' },
  { name: 'Waiting', of: 'pending', meaning: 'to be read in a moment' },
  { name: 'Rejected', of: 'rejected', meaning: 'could not be understood' },
  { name: 'Given up', of: 'dead', meaning: 'failed again and again' },
  { name: 'Refused', of: 'refused', meaning: 'no valid signature or token; only counted' },
] as const;

const Counts = ({ source }: { source: Source }) => (
  <dl className="counts">
    {outcomes.map(({ name, of, meaning }) => (
      <div key={of} className={source[of] === 0 ? 'zero' : undefined}>
        <dt>{name}</dt>
        <dd title={meaning}>{count(source[of])}</dd>
      </div>
    ))}
  </dl>
);

const LastReceived = ({ at, zone }: { at: string | null; zone: string }) => {
  if (at === null) return <p className="row-detail">Never heard of</p>;
  const ago = Math.max(0, (browserNow().getTime() - Date.parse(at)) / 1_000);
  return (
    <p className="row-detail">
      Last heard of <time dateTime={at}>{moment(at, zone)}</time> ({zone}), {duration(ago)} ago
    </p>
  );
};

const Ignored = ({ reasons }: { reasons: Source['ignoredReasons'] }) =>
  reasons.length === 0 ? null : (
    <details className="more-detail">
      <summary>Why some were ignored</summary>
      <ul className="plain">
        {reasons.map(({ rule, count: many }) => (
          <li key={rule}>
            <b>{count(many)}</b> {rule}
          </li>
        ))}
      </ul>
    </details>
  );

const Findings = ({ findings }: { findings: Source['findings'] }) => (
  <ul className="plain findings">
    {findings.map(({ state, sentence, advice }) => (
      <li key={sentence}>
        <b>{stateWords[state]}:</b> {sentence} <span className="hint">{advice}</span>
      </li>
    ))}
  </ul>
);

const Pulled = ({ pull, zone }: { pull: Source['pull']; zone: string }) =>
  pull ? (
    <p className="row-detail">
      {pull.finishedAt ? `Last read to the end ${moment(pull.finishedAt, zone)}` : 'Not read to the end yet'},{' '}
      {count(pull.records)}
      {pull.total === null ? '' : ` of ${count(pull.total)}`} records
    </p>
  ) : null;

const Sequences = ({ sequences }: { sequences: Source['sequences'] }) =>
  sequences.length === 0 ? null : (
    <details className="more-detail">
      <summary>Numbers it counts by</summary>
      <ul className="plain">
        {sequences.map(({ stream, first, last, contiguousTo, gaps }) => (
          <li key={stream}>
            <b>{stream}</b>: {first} to {last}
            {gaps.length === 0
              ? ', none missing'
              : `, complete up to ${contiguousTo}; missing ${gaps
                  .map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`))
                  .join(', ')}`}
          </li>
        ))}
      </ul>
    </details>
  );

const SourceCard = ({ source, zone }: { source: Source; zone: string }) => (
  <section className={`source ${source.state.toLowerCase()}`} aria-label={source.name}>
    <h2>
      <span className="health" aria-hidden="true">
        {marks[source.state]}
      </span>{' '}
      {source.name} <small>{source.system}</small>
    </h2>
    {source.findings.length === 0 ? <p>{stateWords.GREEN}</p> : <Findings findings={source.findings} />}
    <LastReceived at={source.lastReceivedAt} zone={zone} />
    <Counts source={source} />
    <Pulled pull={source.pull} zone={zone} />
    <Sequences sequences={source.sequences} />
    <Ignored reasons={source.ignoredReasons} />
    {source.rejected + source.dead > 0 ? (
      <div className="trouble-list">
        <h3>What did not become events, and why</h3>
        <p className="hint">
          Nothing is lost: the raw bytes are kept. When the cause is mended, read them again with{' '}
          <code>npx throughline replay --source {source.name}</code>.
        </p>
        <Trouble source={source.name} zone={zone} />
      </div>
    ) : null}
  </section>
);

const NoSources = () => (
  <section className="notice empty">
    <h1>Sources</h1>
    <p>
      No system sends its events here yet. Let one, for example GitHub, and it will be watched on this page:
    </p>
    <pre>
      <code>npx throughline source add github</code>
    </pre>
  </section>
);

export const SourcesPage = () => {
  usePageTitle('Sources');
  const { zone } = useFilters('all').question;
  const query = useQuery({ query: sourcesQuery, requestPolicy: 'cache-and-network' });
  return (
    <Answer query={query} what="the sources" height={400}>
      {({ sources }) =>
        sources.length === 0 ? (
          <NoSources />
        ) : (
          <>
            <header className="lead">
              <h1>Sources</h1>
              <p className="subject">
                Who tells us what happened, whether they are alive, and what we did not understand.
              </p>
            </header>
            {sources.map((source) => (
              <SourceCard key={source.name} source={source} zone={zone} />
            ))}
            <p className="hint">
              To connect another system, for example GitHub: <code>npx throughline source add github</code>.{' '}
              <code>npx throughline source add --help</code> names them all.
            </p>
          </>
        )
      }
    </Answer>
  );
};
