import { Field, Float, InputType, ObjectType } from '@nestjs/graphql';
import type { AskedChange } from '../../metrics/streams/checked-changes.js';
import { whatIfTime } from '../../metrics/streams/definitions.js';
import { spread } from '../../metrics/streams/spread.js';
import type { StreamAnswer } from '../../metrics/streams/stream-door.js';
import { type Outcome, type StreamChange, whatIf } from '../../metrics/streams/what-if.js';
import { HistogramBar } from '../metrics/parts.js';
import { WhatIfKind } from '../schema/enums.js';
import { StreamTime } from './stream-parts.js';
import { StreamProof } from './value-stream.js';

@InputType({ description: 'What would be different at one step.' })
export class WhatIfChange implements AskedChange {
  @Field(() => WhatIfKind)
  kind!: keyof typeof WhatIfKind;

  @Field(() => String, { description: 'Name of the step.' })
  step!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'For SCALE_WAIT and SCALE_PROCESS: 0.5 halves the time, 0 takes it away.',
  })
  factor?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'For RAISE_COMPLETE_AND_ACCURATE: the new %C&A as a share, at least the recorded one.',
  })
  completeAndAccurate?: number | null;
}

@ObjectType({ description: 'How one step would be beside how it was.' })
export class WhatIfStep {
  @Field(() => String)
  name!: string;

  @Field(() => StreamTime)
  recordedWait!: StreamTime;

  @Field(() => StreamTime)
  predictedWait!: StreamTime;

  @Field(() => StreamTime)
  recordedProcess!: StreamTime;

  @Field(() => StreamTime)
  predictedProcess!: StreamTime;
}

@ObjectType({ description: 'The flow times of the finished items.' })
export class FlowDistribution {
  constructor(private readonly outcome: Outcome) {}

  @Field(() => StreamTime)
  get flowTime(): StreamTime {
    return this.outcome.flowTime;
  }

  @Field(() => [HistogramBar])
  get histogram(): readonly HistogramBar[] {
    return spread(this.outcome.flowTimes);
  }
}

@ObjectType({ description: 'The recorded items, sent through the stream again as it would be.' })
export class WhatIf extends StreamProof {
  private readonly before: Outcome;
  private readonly after: Outcome;

  constructor(answer: StreamAnswer, changes: readonly StreamChange[]) {
    super(answer, whatIfTime);
    const { journeys, steps } = answer.read;
    this.before = whatIf(journeys, steps.length, []);
    this.after = whatIf(journeys, steps.length, changes);
  }

  @Field(() => FlowDistribution)
  get recorded(): FlowDistribution {
    return new FlowDistribution(this.before);
  }

  @Field(() => FlowDistribution)
  get predicted(): FlowDistribution {
    return new FlowDistribution(this.after);
  }

  @Field(() => [WhatIfStep], { description: 'In order; of the finished items only.' })
  get steps(): WhatIfStep[] {
    return this.answer.read.steps.map((name, i) => ({
      name,
      recordedWait: this.before.steps[i]!.wait,
      predictedWait: this.after.steps[i]!.wait,
      recordedProcess: this.before.steps[i]!.process,
      predictedProcess: this.after.steps[i]!.process,
    }));
  }
}
