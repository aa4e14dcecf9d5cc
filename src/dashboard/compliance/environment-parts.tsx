import { DataTable } from '../figure/data-table.js';
import { moment } from '../format/time.js';
import { changePath } from '../format/url.js';
import { enumWords } from '../format/words.js';
import { StandingLink } from '../shell/standing-link.js';
import { linePath } from '../trail/words.js';
import type { EnvironmentState } from './queries.js';

type Part = EnvironmentState['parts'][number];

const announcements: Record<Part['announcement'], { mark: string; word: string; look: string }> = {
  ANNOUNCED: { mark: '✓', word: 'Announced', look: 'pass' },
  UNANNOUNCED: { mark: '✕', word: 'Nobody announced it', look: 'fail' },
  BASELINE: { mark: '·', word: 'There from the start', look: 'unknown' },
};

const Announcement = ({ announcement }: Pick<Part, 'announcement'>) => {
  const { mark, word, look } = announcements[announcement];
  return (
    <span className={`verdict-count ${look}`}>
      <span aria-hidden="true">{mark} </span>
      {word}
    </span>
  );
};

const Behind = ({ part: { putBy, shells } }: { part: Part }) => {
  const all = [...putBy, ...shells];
  if (all.length === 0) return <span className="no-data">nothing known</span>;
  return all.slice(0, 5).map((id) => (
    <span key={id} className="line">
      <StandingLink href={linePath(id)}>{id}</StandingLink>
      {shells.includes(id) ? ' (an open shell)' : ''}
    </span>
  ));
};

const Since = ({ part: { since, notBefore }, zone }: { part: Part; zone: string }) => (
  <>
    {moment(since, zone)}
    {notBefore ? <small>not before {moment(notBefore, zone)}</small> : null}
  </>
);

const Value = ({ part: { value, repo, commit } }: { part: Part }) =>
  repo && commit ? (
    <StandingLink href={changePath(`${repo}@${commit}`)}>{value}</StandingLink>
  ) : (
    <code title={value}>{value.length > 24 ? `${value.slice(0, 24)}…` : value}</code>
  );

interface Props {
  caption: string;
  parts: readonly Part[];
  zone: string;
}

export const PartsTable = ({ caption, parts, zone }: Props) => (
  <DataTable
    caption={caption}
    columns={[
      { name: 'Host', cell: ({ host }) => host ?? <span className="no-data">not told</span> },
      { name: 'Part', cell: ({ part }) => part },
      { name: 'Version or digest', cell: (part) => <Value part={part} /> },
      { name: 'Since', cell: (part) => <Since part={part} zone={zone} /> },
      { name: 'Known by', cell: ({ origin }) => enumWords(origin) },
      { name: 'Announced', cell: ({ announcement }) => <Announcement announcement={announcement} /> },
      { name: 'Behind it', cell: (part) => <Behind part={part} /> },
    ]}
    rows={parts}
    rowKey={({ host, part, since }) => `${host} ${part} ${since}`}
  />
);

export const DriftList = ({ drift }: Pick<EnvironmentState, 'drift'>) => (
  <section className="part wide-part">
    <h2>Where hosts differ that should be alike</h2>
    <DataTable
      caption="That of the most hosts first"
      columns={[
        { name: 'Part', cell: ({ part }) => part },
        {
          name: 'Values',
          cell: ({ values }) =>
            values.map(({ value, hosts }) => (
              <span key={String(value)} className="line">
                {value === null ? <span className="no-data">not there</span> : <code>{value}</code>} on{' '}
                {hosts.join(', ')}
              </span>
            )),
        },
      ]}
      rows={drift}
      rowKey={({ part }) => part}
    />
  </section>
);
