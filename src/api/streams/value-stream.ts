import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Definition as MetricDefinition } from '../../metrics/metric.js';
import { shown } from '../../metrics/shown-sql.js';
import { valueStreamTime } from '../../metrics/streams/definitions.js';
import { flowTimesOf } from '../../metrics/streams/journey.js';
import { pathStatement } from '../../metrics/streams/read-paths.js';
import { spread } from '../../metrics/streams/spread.js';
import type { StreamAnswer } from '../../metrics/streams/stream-door.js';
import { Definition, Exclusion, HistogramBar } from '../metrics/parts.js';
import { FlowItemKind } from '../schema/enums.js';
import { StreamDefinition } from './stream-definition.js';
import { StreamEdge, StreamShare, StreamStep, StreamTime } from './stream-parts.js';

/** What every answer about a stream shows beside itself: its proof. */
@ObjectType({ isAbstract: true })
export abstract class StreamProof {
  constructor(
    protected readonly answer: StreamAnswer,
    private readonly metric: MetricDefinition,
  ) {}

  @Field(() => StreamDefinition, { nullable: true, description: 'null: it was discovered from the events.' })
  get stream(): StreamDefinition | null {
    const { kept } = this.answer.asked;
    return kept ? new StreamDefinition(kept) : null;
  }

  @Field(() => FlowItemKind)
  get kind(): keyof typeof FlowItemKind {
    return this.answer.asked.scope.kind;
  }

  @Field(() => Int, { description: 'Items in the answer. With `excluded` all that were in the stream.' })
  get n(): number {
    return this.answer.read.journeys.length;
  }

  @Field(() => [Exclusion])
  get excluded(): Exclusion[] {
    const count = this.answer.read.rare;
    return count > 0 ? [{ reason: 'RARE_PATH', count }] : [];
  }

  @Field(() => String)
  get zone(): string {
    return this.answer.asked.zone;
  }

  @Field(() => Date, {
    description: 'The recording time this stands on; ask again with it for the same answer.',
  })
  get asOf(): Date {
    return this.answer.asked.asOf;
  }

  @Field(() => Definition)
  get definition(): Definition {
    return new Definition(this.metric, () =>
      shown('The items, each with everything that happened to it.', pathStatement(this.answer.asked.scope)),
    );
  }
}

@ObjectType({ description: 'How items come from their entry to where they are finished.' })
export class ValueStream extends StreamProof {
  constructor(answer: StreamAnswer) {
    super(answer, valueStreamTime);
  }

  @Field(() => [StreamStep], { description: 'In order.' })
  get steps(): StreamStep[] {
    const { answer } = this;
    const owners = new Map(answer.asked.kept?.definition.steps.map(({ name, owner }) => [name, owner]));
    return answer.map.steps.map((figures, step) => ({
      ...figures,
      owner: owners.get(figures.name) ?? null,
      behind: { answer, place: { step } },
    }));
  }

  @Field(() => [StreamEdge], { description: 'What directly follows what, the most frequent first.' })
  get edges(): readonly StreamEdge[] {
    const { answer } = this;
    const placeOf = (name: string | null): number | undefined =>
      name === null ? undefined : answer.read.steps.indexOf(name);
    return answer.map.edges.map((edge) => ({
      ...edge,
      behind: { answer, place: { from: placeOf(edge.from), to: placeOf(edge.to) } },
    }));
  }

  @Field(() => Int, { description: 'Items finished in the range.' })
  get finished(): number {
    return this.answer.map.finished;
  }

  @Field(() => Int, { description: 'Items closed or given up before the end.' })
  get left(): number {
    return this.answer.map.left;
  }

  @Field(() => Int, { description: 'Load: items in the stream at the end of the range (censored).' })
  get load(): number {
    return this.answer.map.open;
  }

  @Field(() => StreamTime, { description: 'Of each finished item, from its entry until it was finished.' })
  get flowTime(): StreamTime {
    return this.answer.map.flowTime;
  }

  @Field(() => [HistogramBar], { description: 'Of the flow times.' })
  get histogram(): readonly HistogramBar[] {
    return spread(flowTimesOf(this.answer.read.journeys));
  }

  @Field(() => StreamTime, { description: 'All process time of all steps.' })
  get process(): StreamTime {
    return this.answer.map.process;
  }

  @Field(() => StreamTime, { description: 'All waiting, before the steps and before being finished.' })
  get wait(): StreamTime {
    return this.answer.map.wait;
  }

  @Field(() => Float, { nullable: true, description: 'Process time / (process time + waiting), 0 to 1.' })
  get flowEfficiency(): number | null {
    return this.answer.map.flowEfficiency;
  }

  @Field(() => Float, { nullable: true, description: 'Rolled %C&A of all steps, as a share.' })
  get completeAndAccurate(): number | null {
    return this.answer.map.completeAndAccurate;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Finished items per day since the range began, or since the first item entered.',
  })
  get velocity(): number | null {
    return this.answer.map.velocity;
  }

  @Field(() => [StreamShare], { description: 'What sorts of items there were, the most frequent first.' })
  get distribution(): readonly StreamShare[] {
    return this.answer.map.distribution;
  }
}
