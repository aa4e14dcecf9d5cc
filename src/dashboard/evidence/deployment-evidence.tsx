import { useQuery } from 'urql';
import type { EvidenceOf } from '../api/graphql.js';
import { Duration } from '../figure/amount.js';
import type { Question } from '../filters/resolve.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { webAddress } from '../format/url.js';
import { enumWords, reasonWords } from '../format/words.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { type DeploymentEvidence, deploymentEvidenceQuery, type EvidenceSubject } from './queries.js';

export type DeploymentSubject = Exclude<EvidenceSubject, 'leadTime' | 'scrapRate'>;

interface Props {
  subject: DeploymentSubject;
  of: EvidenceOf;
  question: Question;
  after?: string;
  shownBefore: number;
}

type Row = DeploymentEvidence['edges'][number]['node'];

const name = (row: Row): string => row.version ?? row.sha?.slice(0, 10) ?? row.id;

const Failures = ({ row, zone }: { row: Row; zone: string }) =>
  row.failures.map((failure) => (
    <p key={failure.grade + failure.at} className="row-detail">
      Failed {moment(failure.at, zone)} ({enumWords(failure.grade).toLowerCase()} evidence)
      {failure.recoveredAt ? `, recovered ${moment(failure.recoveredAt, zone)}` : ', not recovered yet'}
    </p>
  ));

const DeploymentRow = ({ row, zone }: { row: Row; zone: string }) => {
  const url = webAddress(row.url);
  return (
    <li>
      <div className="row-main">
        <span dir="auto">
          {row.service} {url ? <a href={url}>{name(row)}</a> : name(row)}
        </span>
        {row.outcome === 'SUCCESS' && row.kind === 'DEPLOY' ? null : (
          <span className="label">
            {enumWords(row.kind)}, {enumWords(row.outcome).toLowerCase()}
          </span>
        )}
        {row.excluded ? <span className="label">{reasonWords(row.excluded)}</span> : null}
      </div>
      <div className="row-side">{row.seconds === null ? null : <Duration seconds={row.seconds} />}</div>
      <p className="row-detail">
        {row.at ? moment(row.at, zone) : 'not finished'}, {counted(row.commits, 'commit')} delivered,{' '}
        <code>{row.id}</code>
      </p>
      <Failures row={row} zone={zone} />
    </li>
  );
};

const useEvidence = ({ subject, of, question, after }: Props) =>
  useQuery({
    query: deploymentEvidenceQuery,
    variables: {
      filter: question.filter,
      after: after ?? null,
      of,
      frequency: subject === 'deploymentFrequency',
      failureRate: subject === 'changeFailureRate',
      recovery: subject === 'recoveryTime',
      rework: subject === 'deploymentReworkRate',
    },
  });

/** One page of the deployments behind a number, and the next on demand. */
export const DeploymentEvidencePage = (props: Props) => {
  const { question, after, shownBefore } = props;
  return (
    <Answer query={useEvidence(props)} what="the evidence" height={200}>
      {(data) => {
        const page = data[props.subject]!.evidence;
        const shown = shownBefore + page.edges.length;
        return (
          <>
            {after ? null : <p className="total">{counted(page.totalCount, 'deployment')}</p>}
            <ol className="rows" start={shownBefore + 1}>
              {page.edges.map(({ cursor, node }) => (
                <DeploymentRow key={cursor} row={node} zone={question.zone} />
              ))}
            </ol>
            <More
              shown={shown}
              total={page.totalCount}
              endCursor={cursorOf(page.pageInfo)}
              next={(cursor) => <DeploymentEvidencePage {...props} after={cursor} shownBefore={shown} />}
            />
          </>
        );
      }}
    </Answer>
  );
};
