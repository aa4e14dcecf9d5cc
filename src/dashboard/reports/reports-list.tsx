import { useCallback } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { usePageTitle } from '../shell/route-focus.js';
import { type ReportAddress, reportAddress } from './address.js';
import { DefinitionCard } from './definition-card.js';
import { type ReportsView, type Run, reportsQuery } from './queries.js';
import { isUnderWay, Progress, StateLabel, useLookWhile } from './run-state.js';

interface RowProps {
  run: Run;
  title: string;
  zone: string;
}

const RunRow = ({ run, title, zone }: RowProps) => {
  const search = useSearch();
  return (
    <li>
      <div className="row-main">
        <Link href={reportAddress(search, { run: run.id })}>
          {title}, {run.period}
        </Link>
        <StateLabel state={run.state} />
      </div>
      <div className="row-side">{run.finishedAt ? moment(run.finishedAt, zone) : null}</div>
      <p className="row-detail">
        {run.requestedBy ? `asked for by ${run.requestedBy}` : 'by its schedule'},{' '}
        {moment(run.requestedAt, zone)}
        {run.asOf ? `, stands on what was known on ${moment(run.asOf, zone)}` : ''}
      </p>
      {run.error && run.state !== 'DONE' ? <p className="row-detail failure-note">{run.error}</p> : null}
      <Progress run={run} />
    </li>
  );
};

const titleOf = (view: ReportsView, name: string): string =>
  view.definitions.find((definition) => definition.name === name)?.title ?? name;

interface ListProps {
  address: ReportAddress;
  zone: string;
  after?: string;
  shownBefore: number;
}

const Later = (props: ListProps) => {
  const { report = null, period = null } = props.address;
  const query = useQuery({ query: reportsQuery, variables: { report, period, after: props.after ?? null } });
  return (
    <Answer query={query} what="the runs" height={300}>
      {({ reports }) => <Runs view={reports} {...props} />}
    </Answer>
  );
};

const Runs = ({ view, address, zone, shownBefore, after }: ListProps & { view: ReportsView }) => {
  const { nodes, totalCount, pageInfo } = view.runs;
  const shown = shownBefore + nodes.length;
  return (
    <>
      {after ? null : (
        <p className="total" role="status">
          {totalCount === 0
            ? 'No run yet. Run one above, or wait for its schedule.'
            : `${counted(totalCount, 'run')}, the newest first`}
        </p>
      )}
      <ol className="rows" start={shownBefore + 1}>
        {nodes.map((run) => (
          <RunRow key={run.id} run={run} title={titleOf(view, run.report)} zone={zone} />
        ))}
      </ol>
      <More
        shown={shown}
        total={totalCount}
        endCursor={cursorOf(pageInfo)}
        next={(cursor) => <Later address={address} zone={zone} after={cursor} shownBefore={shown} />}
      />
    </>
  );
};

const Refused = ({ refused }: Pick<ReportsView, 'refused'>) =>
  refused.length === 0 ? null : (
    <section className="notice failure" role="alert">
      <h2>{counted(refused.length, 'definition')} cannot be used</h2>
      <ul className="plain">
        {refused.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );

const RunChoices = ({ view, address }: { view: ReportsView; address: ReportAddress }) => {
  const go = (next: ReportAddress) => navigate(reportAddress(location.search, { ...address, ...next }));
  return (
    <form
      className="filter-row choices"
      onSubmit={(event) => {
        event.preventDefault();
        go({ period: String(new FormData(event.currentTarget).get('period')).trim() || undefined });
      }}
    >
      <label className="field">
        <span>Report</span>
        <select
          value={address.report ?? ''}
          onChange={(event) => go({ report: event.target.value || undefined })}
        >
          <option value="">All reports</option>
          {view.definitions.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Period</span>
        <input name="period" key={address.period} defaultValue={address.period} placeholder="2026-W14" />
      </label>
      <button type="submit">Find</button>
    </form>
  );
};

/** What can be run, and what was run. */
export const ReportsList = ({ address }: { address: ReportAddress }) => {
  usePageTitle('Reports');
  const { zone } = useFilters('all').question;
  const { report = null, period = null } = address;
  const query = useQuery({ query: reportsQuery, variables: { report, period, after: null } });
  const [{ data }, execute] = query;
  const look = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useLookWhile(data?.reports.runs.nodes.some(isUnderWay) ?? false, look);
  return (
    <>
      <header className="lead">
        <h1>Reports</h1>
        <p className="subject">
          Evidence of one period each: frozen, made again to the byte, and verified without this service.
        </p>
      </header>
      <Answer query={query} what="the reports" height={400} keep>
        {({ reports }) => (
          <>
            <Refused refused={reports.refused} />
            <ul className="definitions">
              {reports.definitions.map((definition) => (
                <DefinitionCard key={definition.name} definition={definition} asked={look} />
              ))}
            </ul>
            <section className="part wide-part" aria-labelledby="runs-title">
              <h2 id="runs-title">Runs</h2>
              <RunChoices view={reports} address={address} />
              <Runs view={reports} address={address} zone={zone} shownBefore={0} />
            </section>
          </>
        )}
      </Answer>
    </>
  );
};
