import { useQuery } from 'urql';
import { Duration } from '../figure/amount.js';
import type { Asked } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { ItemName } from './item-name.js';
import { type WaitingRow, waitingQuery } from './queries.js';

const Row = ({ row, zone }: { row: WaitingRow; zone: string }) => (
  <li>
    <div className="row-main">
      <ItemName item={row.item} title={row.title} />
    </div>
    <div className="row-side">
      <Duration seconds={row.age} />
    </div>
    <p className="row-detail">
      <code>{row.item}</code>
      {row.holder ? `, with ${row.holder}` : ''}
      {row.awaits ? `, offered to ${row.awaits}` : ''}, since {moment(row.since, zone)}
    </p>
  </li>
);

interface Props {
  asked: Asked;
  holder?: string;
  after?: string;
  shownBefore: number;
}

/** One page of what waits, the oldest first, and the next on demand. */
export const WaitingList = ({ asked, holder, after, shownBefore }: Props) => {
  const { filter, zone } = asked.question;
  const query = useQuery({
    query: waitingQuery,
    variables: { filter, level: asked.filters.level, holder: holder ?? null, after: after ?? null },
  });
  return (
    <Answer query={query} what="what waits" height={200}>
      {({ waiting }) => {
        const shown = shownBefore + waiting.nodes.length;
        return (
          <>
            {after ? null : <p className="total">{counted(waiting.totalCount, 'item')}</p>}
            <ol className="rows" start={shownBefore + 1}>
              {waiting.nodes.map((row) => (
                <Row key={`${row.item} ${row.holder} ${row.awaits}`} row={row} zone={zone} />
              ))}
            </ol>
            <More
              shown={shown}
              total={waiting.totalCount}
              endCursor={cursorOf(waiting.pageInfo)}
              next={(cursor) => (
                <WaitingList asked={asked} holder={holder} after={cursor} shownBefore={shown} />
              )}
            />
          </>
        );
      }}
    </Answer>
  );
};
