import { useState } from 'react';
import { useQuery } from 'urql';
import type { FlowFilter, Verdict } from '../api/graphql.js';
import { Timeline } from '../changes/timeline.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { changePath } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { StandingLink } from '../shell/standing-link.js';
import { Granted } from '../trail/findings-table.js';
import { eventsQuery, type GivenVerdict } from '../trail/queries.js';
import { VerdictLabel } from '../trail/verdict.js';
import { linePath } from '../trail/words.js';
import type { FindingChoice } from './choice.js';
import { findingsQuery } from './queries.js';

const notPassed: Verdict[] = ['FAIL', 'EXCEPTION', 'UNKNOWN'];

/** The events that a verdict stands on, as they were recorded. */
const Evidence = ({ ids, zone }: { ids: readonly string[]; zone: string }) => {
  const query = useQuery({
    query: eventsQuery,
    variables: { ids: ids.slice(0, 200) },
    pause: ids.length === 0,
  });
  if (ids.length === 0)
    return <p className="muted">It stands on no event: what it looks for was not told.</p>;
  return (
    <Answer query={query} what="the evidence" height={80}>
      {({ events }) => <Timeline events={events} zone={zone} />}
    </Answer>
  );
};

/** Where what was judged has a page. */
const Subject = ({ finding: { about, subject, title } }: { finding: GivenVerdict }) => {
  const words = title || subject;
  if (about === 'CHANGE') return <StandingLink href={changePath(subject)}>{words}</StandingLink>;
  if (about === 'ACCESS' || about === 'EXECUTION')
    return <StandingLink href={linePath(`${about.toLowerCase()}:${subject}`)}>{words}</StandingLink>;
  return <span dir="auto">{words}</span>;
};

const evidenceWords = ({ evidence }: GivenVerdict): string =>
  evidence.length === 0 ? 'no event of evidence' : `${counted(evidence.length, 'event')} of evidence`;

const Row = ({ finding, zone }: { finding: GivenVerdict; zone: string }) => {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="row-main">
        <VerdictLabel verdict={finding.verdict} />
        <Subject finding={finding} />
      </div>
      <div className="row-side">{moment(finding.at, zone)}</div>
      <p className="row-detail sentence">
        {finding.policyTitle ?? finding.policy}: {finding.sentence}
      </p>
      <Granted exception={finding.exception} zone={zone} />
      <details className="row-detail" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="reason">
            <code>{finding.policy}</code> version {finding.version}
            {finding.service ? `, ${finding.service}` : ''}
            {finding.environment ? ` in ${finding.environment}` : ''}: {evidenceWords(finding)}
          </span>
        </summary>
        <dl className="pairs">
          <dt>Judged</dt>
          <dd>
            {moment(finding.recordedAt, zone)}, by what was recorded until {moment(finding.asOf, zone)}
          </dd>
          <dt>Judged again</dt>
          <dd>{finding.recheckAt ? moment(finding.recheckAt, zone) : 'when something new is told'}</dd>
          <dt>What was judged</dt>
          <dd>
            <code>{finding.subject}</code>
          </dd>
        </dl>
        {open ? <Evidence ids={finding.evidence} zone={zone} /> : null}
      </details>
    </li>
  );
};

interface Props {
  filter: FlowFilter;
  choice: FindingChoice;
  zone: string;
  after?: string;
  shownBefore: number;
}

/** One page of findings, and the next on demand. */
export const FindingList = ({ filter, choice, zone, after, shownBefore }: Props) => {
  const query = useQuery({
    query: findingsQuery,
    variables: {
      filter,
      policies: choice.policy ? [choice.policy] : null,
      verdicts: choice.verdict ? [choice.verdict] : notPassed,
      after: after ?? null,
    },
  });
  return (
    <Answer query={query} what="the findings" height={300}>
      {({ findings }) => {
        const shown = shownBefore + findings.nodes.length;
        return (
          <>
            {after ? null : (
              <p className="total" role="status">
                {findings.totalCount === 0
                  ? 'No finding fits. Choose another control, verdict or time.'
                  : `${counted(findings.totalCount, 'finding')}, the newest first`}
              </p>
            )}
            <ol className="rows findings" start={shownBefore + 1}>
              {findings.nodes.map((finding) => (
                <Row
                  key={JSON.stringify([
                    finding.policy,
                    finding.subject,
                    finding.service,
                    finding.environment,
                  ])}
                  finding={finding}
                  zone={zone}
                />
              ))}
            </ol>
            <More
              shown={shown}
              total={findings.totalCount}
              endCursor={cursorOf(findings.pageInfo)}
              next={(cursor) => (
                <FindingList filter={filter} choice={choice} zone={zone} after={cursor} shownBefore={shown} />
              )}
            />
          </>
        );
      }}
    </Answer>
  );
};
