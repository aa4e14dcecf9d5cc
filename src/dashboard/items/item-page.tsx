import { useQuery } from 'urql';
import { Link } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import type { ResultOf } from '../api/graphql.js';
import { ToldStory } from '../changes/told-story.js';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { itemIdOf } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { itemQuery } from './queries.js';

type Item = NonNullable<ResultOf<typeof itemQuery>['item']>;

const Whole = ({ item: { item, title, timeline, leftOut }, zone }: { item: Item; zone: string }) => {
  usePageTitle(title || item);
  return (
    <>
      <header className="lead">
        <p className="crumb">
          <Link href="/stream">Value stream</Link>
        </p>
        <h1 dir="auto">{title || item}</h1>
        <p className="subject">
          <code>{item}</code>, {counted(timeline.length, 'event')}. Times in {zone}.
        </p>
      </header>
      <section className="part">
        <h2>Its story</h2>
        <p className="meaning">
          What was told of it and of what is linked with it, in the order in which it happened. Open an event
          to see the evidence.
        </p>
        <ToldStory events={timeline} leftOut={leftOut} zone={zone} of={item} />
      </section>
    </>
  );
};

const NoSuchItem = ({ id }: { id: string }) => {
  usePageTitle('Item not found');
  return (
    <section className="notice">
      <h1>This item is not known</h1>
      <p>
        Nothing was told of <code>{id}</code>. Look for it in the <Link href="/stream">value stream</Link> or
        among the <Link href="/handoffs">handoffs</Link>.
      </p>
    </section>
  );
};

/** A ticket, a case of a log or an approval, with everything that was told of it. */
export const ItemPage = () => {
  const id = itemIdOf(usePathname()) ?? '';
  const { filters, question } = useFilters('all');
  const query = useQuery({ query: itemQuery, variables: { id, asOf: filters.asOf ?? null } });
  return (
    <Answer query={query} what="its story" height={500}>
      {({ item }) => (item ? <Whole item={item} zone={question.zone} /> : <NoSuchItem id={id} />)}
    </Answer>
  );
};
