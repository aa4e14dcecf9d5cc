import { useQuery } from 'urql';
import type { EvidenceOf } from '../api/graphql.js';
import { ScrapLabels } from '../changes/scrap-labels.js';
import { Duration } from '../figure/amount.js';
import type { Question } from '../filters/resolve.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { changePath } from '../format/url.js';
import { reasonWords } from '../format/words.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { StandingLink } from '../shell/standing-link.js';
import { type ChangeEvidence, changeEvidenceQuery } from './queries.js';

interface Props {
  subject: 'leadTime' | 'scrapRate';
  of: EvidenceOf;
  question: Question;
  after?: string;
  shownBefore: number;
}

type Row = ChangeEvidence['edges'][number]['node'];

const ChangeRow = ({ row, question }: { row: Row; question: Question }) => {
  const here = row.deliveries.filter(({ environment }) => environment === question.environment);
  // A change of several services is a row for each of them: its span tells which one this is.
  const delivery = here.find(({ seconds }) => seconds === row.seconds) ?? here[0];
  return (
    <li>
      <div className="row-main">
        <StandingLink href={changePath(row.id)} dir="auto">
          {row.title || row.id}
        </StandingLink>
        <ScrapLabels scrap={row.scrap} />
        {row.excluded ? <span className="label">{reasonWords(row.excluded)}</span> : null}
      </div>
      <div className="row-side">{row.seconds === null ? null : <Duration seconds={row.seconds} />}</div>
      <p className="row-detail">
        <code>{row.id}</code>, {moment(row.at, question.zone)}
        {delivery
          ? `, delivered ${moment(delivery.deliveredAt, question.zone)} with ${delivery.version ?? delivery.deployment}`
          : ''}
      </p>
    </li>
  );
};

/** One page of the changes behind a number, and the next on demand. */
export const ChangeEvidencePage = ({ subject, of, question, after, shownBefore }: Props) => {
  const query = useQuery({
    query: changeEvidenceQuery,
    variables: {
      filter: question.filter,
      definition: question.definition,
      clock: question.clock,
      after: after ?? null,
      of,
      leadTime: subject === 'leadTime',
      scrapRate: subject === 'scrapRate',
    },
  });
  return (
    <Answer query={query} what="the evidence" height={200}>
      {(data) => {
        const page = (data.leadTime ?? data.scrapRate)!.evidence;
        const shown = shownBefore + page.edges.length;
        return (
          <>
            {after ? null : <p className="total">{counted(page.totalCount, 'change')}</p>}
            <ol className="rows" start={shownBefore + 1}>
              {page.edges.map(({ cursor, node }) => (
                <ChangeRow key={cursor} row={node} question={question} />
              ))}
            </ol>
            <More
              shown={shown}
              total={page.totalCount}
              endCursor={cursorOf(page.pageInfo)}
              next={(cursor) => (
                <ChangeEvidencePage
                  subject={subject}
                  of={of}
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
