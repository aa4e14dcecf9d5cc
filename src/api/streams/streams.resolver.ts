import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { checkedChanges } from '../../metrics/streams/checked-changes.js';
import { StreamDoor, type StreamQuestion } from '../../metrics/streams/stream-door.js';
import { forecastOf } from '../../metrics/streams/stream-forecast.js';
import {
  applyStreams,
  listStreams,
  streamVersions,
  withdrawStream,
} from '../../metrics/streams/stream-store.js';
import type { Clock } from '../../support/clock.js';
import { CLOCK, POOL } from '../../support/tokens.js';
import type { CallerContext } from '../access.js';
import { PassOn } from '../pass-on.js';
import { FlowItemKind } from '../schema/enums.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { Forecast } from './forecast.js';
import { StreamDefinition } from './stream-definition.js';
import { ValueStream } from './value-stream.js';
import { WhatIf, WhatIfChange } from './what-if.js';

@ArgsType()
class StreamArgs implements StreamQuestion {
  @Field(() => FlowFilterInput, {
    description:
      'The range selects by when a visit or an item ended; `teams` by who had the item; `environment` is where a ' +
      'change is finished in a stream without a definition.',
  })
  filter!: FlowFilterInput;

  @Field(() => String, { nullable: true, description: 'A defined stream; none: as the events show it.' })
  stream?: string | null;

  @Field(() => FlowItemKind, {
    nullable: true,
    description: 'Without a definition: what flows; none: whichever there is more of.',
  })
  kind?: keyof typeof FlowItemKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'Without a definition: only items of this name, `*` standing for any text: `helpdesk/*`.',
  })
  only?: string | null;
}

@ArgsType()
class WhatIfArgs extends StreamArgs {
  @Field(() => [WhatIfChange])
  changes!: WhatIfChange[];
}

@ArgsType()
class ForecastArgs extends StreamArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many items like these; none: those in the stream now.',
  })
  items?: number | null;

  @Field(() => String, { nullable: true, description: 'Of the draws; default `1`.' })
  seed?: string | null;
}

@UseFilters(PassOn)
@Resolver()
export class StreamsResolver {
  constructor(
    @Inject(StreamDoor) private readonly door: StreamDoor,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => ValueStream, {
    description: 'The map of a stream: its steps, what lies between them, and the whole.',
  })
  async valueStream(@Args() question: StreamArgs): Promise<ValueStream> {
    return new ValueStream(await this.door.ask(question));
  }

  @Query(() => WhatIf, { description: 'What would have come of the recorded items if steps were different.' })
  async whatIf(@Args() { changes, ...question }: WhatIfArgs): Promise<WhatIf> {
    const answer = await this.door.ask(question);
    return new WhatIf(answer, checkedChanges(answer, changes));
  }

  @Query(() => Forecast, {
    description: 'When so many items will be finished, and how right such forecasts were.',
  })
  async forecast(@Args() { items, seed, ...question }: ForecastArgs): Promise<Forecast> {
    const answer = await this.door.ask({ ...question, everyPath: true });
    return new Forecast(answer, forecastOf(answer, { items, seed }));
  }

  @Query(() => [StreamDefinition], { description: 'The streams that are defined, by name.' })
  async valueStreams(
    @Args('asOf', { type: () => Date, nullable: true }) asOf?: Date | null,
  ): Promise<StreamDefinition[]> {
    return (await listStreams(this.pool, asOf)).map((kept) => new StreamDefinition(kept));
  }

  @Query(() => [StreamDefinition], { description: 'Every version of a stream, the newest first.' })
  async valueStreamVersions(@Args('name', { type: () => String }) name: string): Promise<StreamDefinition[]> {
    return (await streamVersions(this.pool, name)).map((kept) => new StreamDefinition(kept));
  }

  @Mutation(() => [StreamDefinition], {
    description: 'Lets the streams of a YAML text hold from now on. For administrators.',
  })
  async defineStream(
    @Args('text', { type: () => String }) text: string,
    @Context() { principal }: CallerContext,
  ): Promise<StreamDefinition[]> {
    const by = principal?.name ?? 'unknown';
    const kept = await applyStreams(this.pool, this.clock, { text, file: 'stream', by });
    return kept.map((one) => new StreamDefinition(one));
  }

  @Mutation(() => Boolean, { description: 'Takes a stream back; its versions are kept. For administrators.' })
  async withdrawStream(
    @Args('name', { type: () => String }) name: string,
    @Context() { principal }: CallerContext,
  ): Promise<boolean> {
    await withdrawStream(this.pool, this.clock, { name, by: principal?.name ?? 'unknown' });
    return true;
  }
}
