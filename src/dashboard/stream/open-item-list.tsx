import { useQuery } from 'urql';
import { Duration } from '../figure/amount.js';
import type { Asked } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { ItemName } from '../handoffs/item-name.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { openItemsQuery } from './queries.js';

interface Props {
  step: string;
  asked: Asked;
  stream: string | undefined;
  after?: string;
  shownBefore?: number;
}

/** What is at a step at the end of the time that is asked for, the oldest first; the next page on demand. */
export const OpenItemList = ({ after, shownBefore = 0, ...props }: Props) => {
  const { step, asked, stream } = props;
  const { filter, zone } = asked.question;
  const query = useQuery({ query: openItemsQuery, variables: { filter, stream, step, after } });
  return (
    <Answer query={query} what="the items here" height={200}>
      {({ valueStream }) => {
        const items = valueStream.step?.openItems;
        if (!items) return null;
        const shown = shownBefore + items.nodes.length;
        return (
          <>
            {after ? null : (
              <p className="total">{counted(items.totalCount, 'item')}, the longest here first</p>
            )}
            <ol className="rows" start={shownBefore + 1}>
              {items.nodes.map(({ item, title, since, age }) => (
                <li key={item}>
                  <div className="row-main">
                    <ItemName item={item} title={title} />
                  </div>
                  <div className="row-side">
                    <Duration seconds={age} />
                  </div>
                  <p className="row-detail">
                    <code>{item}</code>, since {moment(since, zone)}.
                  </p>
                </li>
              ))}
            </ol>
            <More
              shown={shown}
              total={items.totalCount}
              endCursor={cursorOf(items.pageInfo)}
              next={(cursor) => <OpenItemList {...props} after={cursor} shownBefore={shown} />}
            />
          </>
        );
      }}
    </Answer>
  );
};
