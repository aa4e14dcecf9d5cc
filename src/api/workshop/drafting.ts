import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/tokens.js';
import { checkedChanges } from '../../metrics/streams/checked-changes.js';
import { flowTimesOf } from '../../metrics/streams/journey.js';
import { spread } from '../../metrics/streams/spread.js';
import { type StreamAnswer, StreamDoor, type StreamQuestion } from '../../metrics/streams/stream-door.js';
import { whatIf } from '../../metrics/streams/what-if.js';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import { shortHash } from '../../support/hash.js';
import { CLOCK } from '../../support/tokens.js';
import type { LoggedEdit } from '../../workshop/edit.js';
import type { Comparison, Distribution, Future, Measured, Question } from '../../workshop/model.js';
import { authorOf, Room } from './room.js';
import type { CompareArgs, DraftArgs, FutureArgs } from './workshop.js';

/** What the events say on a board: the draft of its map, what a change would do, and what came of it. */
@Injectable()
export class Drafting {
  constructor(
    @Inject(Room) private readonly room: Room,
    @Inject(StreamDoor) private readonly door: StreamDoor,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws UserError what the stream says of a question that it cannot answer; `UNKNOWN_WORKSHOP` */
  async draft({ workshop, ...args }: DraftArgs, principal: Principal): Promise<LoggedEdit[]> {
    await this.room.log.get(workshop);
    const { filter, stream, kind, only } = args;
    const answer = await this.door.ask({ filter, stream, kind, only });
    const value = measuredOf(answer, { filter, stream, only });
    return this.room.record(workshop, { field: 'measured', value }, authorOf(args, principal));
  }

  /** @throws UserError `BAD_CHANGE`, `NOT_DRAFTED` */
  async saveFuture(args: FutureArgs, principal: Principal): Promise<LoggedEdit[]> {
    const { workshop, title, changes } = args;
    const { question } = await this.measured(workshop);
    const answer = await this.door.ask(askedOf(question));
    const { journeys, steps } = answer.read;
    const recorded = whatIf(journeys, steps.length, []);
    const predicted = whatIf(journeys, steps.length, checkedChanges(answer, changes));
    const value: Future = {
      name: title,
      changes,
      question,
      recorded: { ...recorded.flowTime, bars: spread(recorded.flowTimes) },
      predicted: { ...predicted.flowTime, bars: spread(predicted.flowTimes) },
    };
    return this.room.record(workshop, { field: `future:${randomUUID()}`, value }, authorOf(args, principal));
  }

  /** @throws UserError `UNKNOWN_FUTURE` */
  async compare(args: CompareArgs, principal: Principal): Promise<LoggedEdit[]> {
    const { workshop, future } = args;
    const saved = await this.room.read<Future>(workshop, `future:${future}`);
    if (!saved) throw new UserError('This future state is not on the board any more.', 'UNKNOWN_FUTURE');
    const { asOf: _, ...asked } = saved.value.question;
    const since = { ...asked, from: saved.at.toISOString(), to: this.clock.now().toISOString() };
    const answer = await this.door.ask(askedOf(since));
    const value: Comparison = {
      question: since,
      asOf: answer.asked.asOf.toISOString(),
      came: cameOf(answer),
    };
    const field = `comparison:${future}`;
    return this.room.record(workshop, { field, value }, authorOf(args, principal));
  }

  private async measured(workshop: string): Promise<Measured> {
    await this.room.log.get(workshop);
    const found = await this.room.read<Measured>(workshop, 'measured');
    if (found) return found.value;
    throw new UserError('Draft the map from the events first: a prediction needs them.', 'NOT_DRAFTED');
  }
}

const cameOf = ({ map, read }: StreamAnswer): Distribution => ({
  ...map.flowTime,
  bars: spread(flowTimesOf(read.journeys)),
});

const measuredOf = (answer: StreamAnswer, { filter, stream, only }: StreamQuestion): Measured => {
  const { asked, map } = answer;
  const owners = new Map(asked.kept?.definition.steps.map(({ name, owner }) => [name, owner]));
  const asOf = asked.asOf.toISOString();
  return {
    question: {
      stream,
      only,
      kind: asked.scope.kind,
      services: filter.services as string[] | null,
      teams: filter.teams as string[] | null,
      environment: filter.environment,
      from: filter.from.toISOString(),
      to: filter.to.toISOString(),
      zone: asked.zone,
      asOf,
    },
    asOf,
    steps: map.steps.map((step) => ({
      // A step that is drafted again keeps what the room said of it.
      id: shortHash(step.name),
      name: step.name,
      owner: owners.get(step.name),
      visits: step.visits,
      process: step.process.p50,
      wait: step.wait.p50,
      lead: step.lead.p50,
      completeAccurate: step.completeAndAccurate,
      rolled: step.rolledCompleteAndAccurate,
      wip: step.wip,
    })),
    flowTime: cameOf(answer),
    flowEfficiency: map.flowEfficiency,
  };
};

const askedOf = ({ stream, kind, only, from, to, asOf, ...filter }: Question): StreamQuestion => ({
  filter: { ...filter, from: new Date(from), to: new Date(to), ...(asOf && { asOf: new Date(asOf) }) },
  // What flows is asked of a stream without a definition alone.
  ...(stream ? { stream } : { kind, only }),
});
