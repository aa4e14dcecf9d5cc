import { useCallback } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { DataTable } from '../figure/data-table.js';
import { useFilters } from '../filters/use-filters.js';
import { trimmed } from '../format/number.js';
import { day, moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { useIsAuditor } from '../trail/use-viewer.js';
import { reportAddress } from './address.js';
import { ChangedSincePart } from './changed-since.js';
import { Compare } from './compare.js';
import { Deliveries } from './deliveries.js';
import { reportQuery, type WholeRun } from './queries.js';
import { isUnderWay, Progress, StateLabel, useLookWhile } from './run-state.js';

const formats: Record<string, string> = {
  html: 'Page',
  pdf: 'PDF',
  md: 'Markdown',
  csv: 'Tables (CSV)',
  xlsx: 'Workbook (XLSX)',
  json: 'Data (JSON)',
  oscal: 'OSCAL results',
  zip: 'Bundle with proof',
};

const size = (bytes: number): string =>
  bytes < 1_024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${trimmed(bytes / 1_024, 1)} kB`
      : `${trimmed(bytes / 1_048_576, 1)} MB`;

const Head = ({ run, title, zone }: Pick<Props, 'run' | 'title' | 'zone'>) => {
  const last = day(new Date(Date.parse(run.to) - 1).toISOString(), zone);
  return (
    <header className="lead">
      <p className="crumb">
        <Link href={reportAddress(useSearch(), {})}>Reports</Link>
      </p>
      <h1>
        {title}, {run.period}
      </h1>
      <p className="subject">
        {day(run.from, zone)} to {last} ({zone}),{' '}
        {run.requestedBy ? `asked for by ${run.requestedBy}` : 'by its schedule'}
        {run.asOf ? `; stands on what was known on ${moment(run.asOf, zone)}` : ''}.
      </p>
      <p className="labels">
        <StateLabel state={run.state} />
      </p>
      <Progress run={run} />
      {run.error && run.state !== 'DONE' ? (
        <p className="failure-note" role="alert">
          {run.error}
        </p>
      ) : null}
    </header>
  );
};

const Outputs = ({ run }: { run: WholeRun }) => (
  <section className="part" aria-labelledby="outputs-title">
    <h2 id="outputs-title">Download</h2>
    <DataTable
      caption="All written from one frozen set of data"
      columns={[
        {
          name: 'Output',
          cell: ({ format, path, file }) => (
            <a href={path} download={file}>
              {formats[format] ?? format}
            </a>
          ),
        },
        { name: 'Size', figure: true, cell: (output) => size(output.size) },
        { name: 'SHA-256', cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 16)}…</code> },
      ]}
      rows={run.outputs}
      rowKey={({ format }) => format}
    />
    <p className="hint">
      <code>throughline report verify</code> checks the bundle with no database and no network.
    </p>
  </section>
);

/** The page of the report itself: no script of it runs, and it reaches nothing. */
const Preview = ({ run }: { run: WholeRun }) => {
  const page = run.outputs.find(({ format }) => format === 'html');
  if (!page) return null;
  return (
    <section className="part wide-part" aria-labelledby="preview-title">
      <div className="figure-head">
        <h2 id="preview-title">Preview</h2>
        <a href={page.path} target="_blank" rel="noreferrer">
          Open it alone
        </a>
      </div>
      <iframe className="preview" src={page.path} title={`${run.report}, ${run.period}`} sandbox="" />
    </section>
  );
};

/** That of its definition, while there is one. */
const titleOf = (
  { report }: WholeRun,
  { definitions }: { definitions: readonly { name: string; title: string }[] },
): string => definitions.find(({ name }) => name === report)?.title ?? report;

interface Props {
  run: WholeRun;
  title: string;
  other?: string;
  zone: string;
}

const Whole = ({ run, title, other, zone }: Props) => {
  usePageTitle(`${title}, ${run.period}`);
  const isAuditor = useIsAuditor();
  return (
    <>
      <Head run={run} title={title} zone={zone} />
      {run.state === 'DONE' ? (
        <>
          <Preview run={run} />
          <Outputs run={run} />
          <Compare run={run} other={other} zone={zone} />
          <ChangedSincePart id={run.id} zone={zone} />
          {isAuditor ? <Deliveries id={run.id} zone={zone} /> : null}
        </>
      ) : null}
    </>
  );
};

const NoSuchRun = () => {
  usePageTitle('Report not found');
  return (
    <section className="notice">
      <h1>This report is not known</h1>
      <p>
        Look for it under <Link href="/reports">Reports</Link>.
      </p>
    </section>
  );
};

export const RunPage = ({ id, other }: { id: string; other?: string }) => {
  const { zone } = useFilters('all').question;
  const query = useQuery({ query: reportQuery, variables: { id } });
  const [{ data }, execute] = query;
  const look = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useLookWhile(data?.report ? isUnderWay(data.report) : false, look);
  return (
    <Answer query={query} what="the report" height={500} keep>
      {({ report, reports }) =>
        report ? (
          <Whole run={report} title={titleOf(report, reports)} other={other} zone={zone} />
        ) : (
          <NoSuchRun />
        )
      }
    </Answer>
  );
};
