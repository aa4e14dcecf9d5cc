import { useQuery } from 'urql';
import { Link } from 'wouter';
import { ScrapLabels } from '../changes/scrap-labels.js';
import { Duration } from '../figure/amount.js';
import type { Question } from '../filters/resolve.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { changePath } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { type ChangeEvidence, changeEvidenceQuery } from './queries.js';

interface Props {
  subject: 'leadTime' | 'scrapRate';
  question: Question;
  after?: string;
  shownBefore: number;
}

type Row = ChangeEvidence['nodes'][number];

const ChangeRow = ({ row, question }: { row: Row; question: Question }) => {
  const delivery = row.deliveries.find(({ environment }) => environment === question.environment);
  return (
    <li>
      <div className="row-main">
        <Link href={changePath(row.id)} dir="auto">
          {row.title || row.id}
        </Link>
        <ScrapLabels scrap={row.scrap} />
      </div>
      <div className="row-side">{row.seconds === null ? null : <Duration seconds={row.seconds} />}</div>
      <p className="row-detail">
        <code>{row.id}</code>, {moment(row.at, question.zone)}
        {delivery
          ? `, delivered ${moment(delivery.deliveredAt, question.zone)} with ${delivery.deployment}`
          : ''}
      </p>
    </li>
  );
};

/** One page of the changes behind a number, and the next on demand. */
export const ChangeEvidencePage = ({ subject, question, after, shownBefore }: Props) => {
  const query = useQuery({
    query: changeEvidenceQuery,
    variables: {
      filter: question.filter,
      definition: question.definition,
      clock: question.clock,
      after: after ?? null,
      leadTime: subject === 'leadTime',
      scrapRate: subject === 'scrapRate',
    },
  });
  return (
    <Answer query={query} what="the evidence" height={200}>
      {(data) => {
        const page = (data.leadTime ?? data.scrapRate)!.evidence;
        const shown = shownBefore + page.nodes.length;
        return (
          <>
            {after ? null : <p className="total">{counted(page.totalCount, 'change')}</p>}
            <ol className="rows" start={shownBefore + 1}>
              {page.nodes.map((row) => (
                <ChangeRow key={row.id} row={row} question={question} />
              ))}
            </ol>
            <More
              shown={shown}
              total={page.totalCount}
              endCursor={cursorOf(page.pageInfo)}
              next={(cursor) => (
                <ChangeEvidencePage
                  subject={subject}
                  question={question}
                  after={cursor}
                  shownBefore={shown}
                />
              )}
            />
          </>
        );
      }}
    </Answer>
  );
};
