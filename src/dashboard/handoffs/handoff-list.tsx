import { useQuery } from 'urql';
import { Duration } from '../figure/amount.js';
import type { Asked } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { ItemName } from './item-name.js';
import { type HandoffRow, handoffsQuery } from './queries.js';

const Row = ({ row, zone }: { row: HandoffRow; zone: string }) => (
  <li>
    <div className="row-main">
      <ItemName item={row.item} title={row.title} />
      {row.bounced ? <span className="label scrap">Came back</span> : null}
    </div>
    <div className="row-side">
      <Duration seconds={row.wait} />
    </div>
    <p className="row-detail">
      <code>{row.item}</code>, {row.from} → {row.to}, {moment(row.since, zone)} to {moment(row.at, zone)}
    </p>
  </li>
);

interface Props {
  asked: Asked;
  from?: string;
  to?: string;
  after?: string;
  shownBefore: number;
}

/** One page of handoffs, the newest first, and the next on demand. */
export const HandoffList = ({ asked, from, to, after, shownBefore }: Props) => {
  const { filter, zone } = asked.question;
  const { level, time } = asked.filters;
  const query = useQuery({
    query: handoffsQuery,
    variables: { filter, level, time, from: from ?? null, to: to ?? null, after: after ?? null },
  });
  return (
    <Answer query={query} what="the handoffs" height={200}>
      {({ handoffs }) => {
        const shown = shownBefore + handoffs.nodes.length;
        return (
          <>
            {after ? null : <p className="total">{counted(handoffs.totalCount, 'handoff')}</p>}
            <ol className="rows" start={shownBefore + 1}>
              {handoffs.nodes.map((row) => (
                <Row key={row.id} row={row} zone={zone} />
              ))}
            </ol>
            <More
              shown={shown}
              total={handoffs.totalCount}
              endCursor={cursorOf(handoffs.pageInfo)}
              next={(cursor) => (
                <HandoffList asked={asked} from={from} to={to} after={cursor} shownBefore={shown} />
              )}
            />
          </>
        );
      }}
    </Answer>
  );
};
