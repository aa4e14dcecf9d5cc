import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedFirst, type PageRequest } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import { findOpenItems } from '../../metrics/streams/open-items.js';
import { readDetails, readTitles } from '../../metrics/streams/visit-details.js';
import { findVisits } from '../../metrics/streams/visits.js';
import { Evidence } from '../changes/evidence.js';
import { Items } from '../items/items.js';
import { PassOn } from '../pass-on.js';
import { personFinder } from '../people/find-person.js';
import { batched } from '../schema/batched.js';
import { type Connection, connectionOf, PageArgs } from '../schema/connection.js';
import { VisitOrder } from '../schema/enums.js';
import { StreamOpenItem, StreamOpenItemConnection } from './open-item.js';
import { type Behind, StreamEdge, StreamStep } from './stream-parts.js';
import { ValueStream } from './value-stream.js';
import { type FindDetails, StreamVisit, StreamVisitConnection } from './visit.js';

@ArgsType()
class VisitArgs extends PageArgs {
  @Field(() => VisitOrder, { nullable: true, defaultValue: VisitOrder.WAIT })
  order?: keyof typeof VisitOrder | null;
}

const visitsBehind = (
  { answer, place }: Behind,
  page: PageRequest & { readonly order?: keyof typeof VisitOrder | null },
): Connection<StreamVisit> => {
  const found = findVisits(answer.read.journeys, {
    place,
    order: page.order ?? 'WAIT',
    since: answer.span.from,
    first: checkedFirst(page.first),
    after: page.after,
  });
  let read: ReturnType<FindDetails> | undefined;
  const details: FindDetails = () => {
    read ??= readDetails(
      answer,
      found.rows.map(({ journey }) => journey.item),
    );
    return read;
  };
  const nodes = found.rows.map((one) => new StreamVisit(answer, one, details));
  return connectionOf(found, nodes, () => found.count);
};

const LONGEST = 'Those that took longest first; of those that took as long by item and then by time.';

@UseFilters(PassOn)
@Resolver(() => StreamStep)
export class StepVisitsResolver {
  @ResolveField(() => StreamVisitConnection, { description: `The visits that it counts. ${LONGEST}` })
  evidence(@Parent() { behind }: StreamStep, @Args() page: VisitArgs): Connection<StreamVisit> {
    return visitsBehind(behind, page);
  }

  @ResolveField(() => StreamOpenItemConnection, {
    description: 'The items that `wip` counts; those that are here longest first, then by item.',
  })
  openItems(
    @Parent() { behind: { answer, place } }: StreamStep,
    @Args() { first, after }: PageArgs,
  ): Connection<StreamOpenItem> {
    const found = findOpenItems(answer.read.journeys, { ...place, first: checkedFirst(first), after });
    const titleOf = batched(
      (item: string) => item,
      (items) => readTitles(answer, items),
    );
    const nodes = found.rows.map((open) => new StreamOpenItem(open, answer.span.to, titleOf));
    return connectionOf(found, nodes, () => found.count);
  }
}

@UseFilters(PassOn)
@Resolver(() => StreamEdge)
export class EdgeVisitsResolver {
  @ResolveField(() => StreamVisitConnection, {
    description: `The visits of \`to\` that came this way, or the waits until items were finished. ${LONGEST}`,
  })
  evidence(@Parent() { behind }: StreamEdge, @Args() page: VisitArgs): Connection<StreamVisit> {
    return visitsBehind(behind, page);
  }
}

@ArgsType()
class EdgeArgs {
  @Field(() => String, { nullable: true, description: 'Name of a step; null: where items enter.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of a step; null: where items are finished.' })
  to?: string | null;
}

/** For whoever turns the pages of one step, and has no use for the others. */
@UseFilters(PassOn)
@Resolver(() => ValueStream)
export class OneOfStreamResolver {
  @ResolveField(() => StreamStep, { nullable: true, description: 'One of `steps`; null: there is none.' })
  step(@Parent() stream: ValueStream, @Args('name', { type: () => String }) name: string): StreamStep | null {
    return stream.steps.find((step) => step.name === name) ?? null;
  }

  @ResolveField(() => StreamEdge, { nullable: true, description: 'One of `edges`; null: there is none.' })
  edge(@Parent() stream: ValueStream, @Args() { from, to }: EdgeArgs): StreamEdge | null {
    const [wantedFrom, wantedTo] = [from ?? null, to ?? null];
    return stream.edges.find((edge) => edge.from === wantedFrom && edge.to === wantedTo) ?? null;
  }
}

@UseFilters(PassOn)
@Resolver(() => StreamVisit)
export class VisitTimelineResolver {
  constructor(@Inject(Items) private readonly items: Items) {}

  @ResolveField(() => [Evidence], {
    description: 'Everything that was told of the item and of what is linked with it, by time.',
  })
  timeline(@Parent() { item, answer }: StreamVisit): Promise<Evidence[]> {
    const { pool, schema, upTo } = answer.asked.reads;
    const find = personFinder((work) => readIn(pool, schema, work));
    return this.items.timeline({ item, asOf: upTo, find });
  }
}
