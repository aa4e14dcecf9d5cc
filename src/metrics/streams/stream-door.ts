import type { Pool } from 'pg';
import type { ItemKind } from '../../projections/paths/path.js';
import type { Db } from '../../support/rows.js';
import { checkedRange, DEFAULT_ENVIRONMENT, type FlowFilter } from '../filter.js';
import { handoffScope } from '../handoffs/scope.js';
import type { MetricDoor } from '../metric-door.js';
import { readIn } from '../read.js';
import { definedJourney } from './defined-journey.js';
import { discover } from './discover.js';
import type { Journey } from './journey.js';
import { mapOf, type Span, type StreamMap } from './map.js';
import { countKinds, type PathScope, readPaths } from './read-paths.js';
import { findStream, type KeptStream } from './stream-store.js';
import { onUsualPaths } from './usual-paths.js';

export interface StreamQuestion {
  readonly filter: FlowFilter;
  /** The name of a defined stream; none: what the events show. */
  readonly stream?: string | null;
  /** Without a definition: what flows; none: whichever there is more of. */
  readonly items?: ItemKind | null;
  /** Without a definition: only items of this name, `*` standing for any text. */
  readonly only?: string | null;
}

/** The one way to ask about a value stream: checks the filter once, picks the read models, and hands out the answer. */
export class StreamDoor {
  constructor(
    private readonly pool: Pool,
    private readonly door: MetricDoor,
  ) {}

  /** @throws UserError when the question names what there is not, or no range. */
  async ask(question: StreamQuestion): Promise<StreamAnswer> {
    const { filter } = question;
    const kept = question.stream ? await findStream(this.pool, question.stream, filter.asOf) : undefined;
    const { from, to, services, teams } = await handoffScope(this.pool, filter, 'TEAM');
    const { schema, asOf } = await this.door.standing(filter.asOf);
    const { zone } = checkedRange(filter);
    const end = to < asOf ? to : asOf;
    const only = kept?.definition.only ?? question.only ?? undefined;
    const scope = { from, to: end, services, teams, only };
    const environment = filter.environment ?? DEFAULT_ENVIRONMENT;
    return readIn(this.pool, schema, async (db) => {
      const kind = kept?.definition.items ?? question.items ?? (await prevailing(db, scope));
      const whole = { ...scope, kind };
      const standing = kept && kept.recordedAt > asOf ? kept.recordedAt : asOf;
      const asked = { scope: whole, zone, asOf: standing, kept, environment, range: { from, to } };
      return new StreamAnswer(asked, await readStream(db, asked));
    });
  }
}

const prevailing = async (db: Db, scope: Omit<PathScope, 'kind'>): Promise<ItemKind> => {
  const { TICKET, CHANGE } = await countKinds(db, scope);
  return CHANGE > TICKET ? 'CHANGE' : 'TICKET';
};

interface Asked {
  /** `to` is the end of the range, or of what is known where that is earlier. */
  readonly scope: PathScope;
  readonly range: { readonly from: Date; readonly to: Date };
  readonly zone: string;
  readonly asOf: Date;
  readonly environment: string;
  /** The definition; undefined: the stream is discovered. */
  readonly kept: KeptStream | undefined;
}

/** A stream with everything that passed it in the range. */
interface ReadStream {
  readonly steps: readonly string[];
  readonly journeys: readonly Journey[];
  /** Items on paths that are too rare to be shown. */
  readonly rare: number;
}

const readStream = async (db: Db, { scope, kept, environment }: Asked): Promise<ReadStream> => {
  const from = scope.from.getTime();
  const inRange = ({ finished, left }: Journey): boolean => (finished ?? left ?? Infinity) >= from;
  if (kept) {
    const { definition } = kept;
    const asksChanges = definition.steps.some(({ start, stop }) =>
      [...start, ...stop, ...definition.begins, ...definition.ends].some(
        ({ event }) => !event.startsWith('item.') && !event.startsWith('handoff.'),
      ),
    );
    const paths = await readPaths(db, scope, scope.kind === 'TICKET' && asksChanges);
    const journeys = paths.flatMap((path) => definedJourney(definition, path) ?? []).filter(inRange);
    return { steps: definition.steps.map(({ name }) => name), journeys, rare: 0 };
  }
  const found = discover(await readPaths(db, scope, false), environment);
  const all = found.journeys.filter(inRange);
  const journeys = all.filter(onUsualPaths(all));
  return { ...withoutEmptySteps(found.steps, journeys), rare: all.length - journeys.length };
};

/** A discovered step that no shown item came to is none. */
const withoutEmptySteps = (
  steps: readonly string[],
  journeys: readonly Journey[],
): Pick<ReadStream, 'steps' | 'journeys'> => {
  const used = new Set(journeys.flatMap(({ visits }) => visits.map(({ step }) => step)));
  const left = steps.map((_, i) => i).filter((step) => used.has(step));
  const place = new Map(left.map((step, i) => [step, i]));
  return {
    steps: left.map((step) => steps[step]!),
    journeys: journeys.map((journey) => ({
      ...journey,
      visits: journey.visits.map((visit) => ({ ...visit, step: place.get(visit.step)! })),
    })),
  };
};

/** One question's answer. */
export class StreamAnswer {
  private made: StreamMap | undefined;

  constructor(
    readonly asked: Asked,
    readonly read: ReadStream,
  ) {}

  get span(): Span {
    const { from, to } = this.asked.scope;
    return { from: from.getTime(), to: to.getTime() };
  }

  get map(): StreamMap {
    this.made ??= mapOf(this.read.steps, this.read.journeys, this.span);
    return this.made;
  }
}
