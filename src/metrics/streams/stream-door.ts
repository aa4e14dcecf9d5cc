import type { Pool } from 'pg';
import type { ItemKind } from '../../projections/paths/path.js';
import type { Db } from '../../support/rows.js';
import { checkedRange, DEFAULT_ENVIRONMENT, type FlowFilter } from '../filter.js';
import { handoffScope } from '../handoffs/scope.js';
import type { MetricDoor } from '../metric-door.js';
import { readIn } from '../read.js';
import { definedJourney } from './defined-journey.js';
import { asksChanges } from './definition.js';
import { type Discovered, discover, renumber } from './discover.js';
import type { Marks } from './discovered-journey.js';
import type { Journey } from './journey.js';
import { mapOf, type Span, type StreamMap } from './map.js';
import { countKinds, type PathScope, readPaths } from './read-paths.js';
import { Recent } from './recent.js';
import { findStream, type KeptStream } from './stream-store.js';
import { onUsualPaths } from './usual-paths.js';

export interface StreamQuestion {
  readonly filter: FlowFilter;
  /** The name of a defined stream; none: what the events show. */
  readonly stream?: string | null;
  /** Without a definition: what flows; none: whichever there is more of. */
  readonly kind?: ItemKind | null;
  /** Without a definition: only items of this name, `*` standing for any text. */
  readonly only?: string | null;
  /** Without a definition: also items on paths that are too rare to be shown. */
  readonly everyPath?: boolean;
}

/** Each may hold the journeys of many items. */
const RECENT_STREAMS = 4;

/** The one way to ask about a value stream: checks the filter once, picks the read models, and hands out the answer. */
export class StreamDoor {
  /** A room that tries one change after the other asks about the same journeys again and again. */
  private readonly recent = new Recent<StreamAnswer>(RECENT_STREAMS);

  constructor(
    private readonly pool: Pool,
    private readonly door: MetricDoor,
  ) {}

  /** @throws UserError when the question names what there is not, or no range. */
  async ask(question: StreamQuestion): Promise<StreamAnswer> {
    const { filter } = question;
    const kept = question.stream ? await findStream(this.pool, question.stream, filter.asOf) : undefined;
    const { level: _, ...scope } = await handoffScope(this.pool, filter, 'TEAM');
    const { schema, asOf } = await this.door.standing(filter.asOf);
    const known: Known = {
      reads: { pool: this.pool, schema, upTo: asOf },
      scope: { ...scope, only: kept?.definition.only ?? question.only ?? undefined },
      kind: kept?.definition.kind ?? question.kind ?? undefined,
      zone: checkedRange(filter).zone,
      // Asked again with it, the same version of the definition is known.
      asOf: kept && kept.recordedAt > asOf ? kept.recordedAt : asOf,
      kept,
      environment: filter.environment ?? DEFAULT_ENVIRONMENT,
      end: Math.min(scope.to.getTime(), asOf.getTime()),
      everyPath: question.everyPath ?? false,
    };
    const key = JSON.stringify([schema, asOf, { ...known, reads: undefined }]);
    return this.recent.get(key, () => readIn(this.pool, schema, (db) => answerOf(db, known)));
  }
}

const answerOf = async (db: Db, { kind, ...known }: Known): Promise<StreamAnswer> => {
  const scope = { ...known.scope, kind: kind ?? (await prevailing(db, known.scope)) };
  const asked: Asked = { ...known, scope };
  return new StreamAnswer(asked, await readStream(db, asked));
};

const prevailing = async (db: Db, scope: Omit<PathScope, 'kind'>): Promise<ItemKind> => {
  const { TICKET, CHANGE } = await countKinds(db, scope);
  return CHANGE > TICKET ? 'CHANGE' : 'TICKET';
};

/** What is known of a question before anything is read. */
interface Known extends Omit<Asked, 'scope'> {
  readonly scope: Omit<PathScope, 'kind'>;
  readonly kind: ItemKind | undefined;
}

/** Where the answer was read, and until when what was recorded counts. */
interface Reads {
  readonly pool: Pool;
  readonly schema: string;
  readonly upTo: Date;
}

interface Asked {
  readonly reads: Reads;
  readonly scope: PathScope;
  /** Until when what is open is aged: the end of the range, or of what is known where that is earlier; in ms. */
  readonly end: number;
  readonly zone: string;
  readonly asOf: Date;
  readonly environment: string;
  /** The definition; undefined: the stream is discovered. */
  readonly kept: KeptStream | undefined;
  readonly everyPath: boolean;
}

/** A stream with everything that passed it in the range. */
export interface ReadStream {
  readonly steps: readonly string[];
  readonly journeys: readonly Journey[];
  /** By which events each discovered step is known. */
  readonly marks: readonly Marks[];
  /** Items on paths that are too rare to be shown. */
  readonly rare: number;
}

const readStream = async (db: Db, { scope, kept, environment, everyPath }: Asked): Promise<ReadStream> => {
  const from = scope.from.getTime();
  const inRange = ({ finished, left }: Journey): boolean => (finished ?? left ?? Infinity) >= from;
  if (kept) {
    const { definition } = kept;
    const paths = await readPaths(db, scope, scope.kind === 'TICKET' && asksChanges(definition));
    const journeys = paths.flatMap((path) => definedJourney(definition, path) ?? []).filter(inRange);
    return { steps: definition.steps.map(({ name }) => name), journeys, marks: [], rare: 0 };
  }
  const found = discover(await readPaths(db, scope, false), environment);
  const all = found.journeys.filter(inRange);
  const journeys = everyPath ? all : all.filter(onUsualPaths(all));
  return { ...withoutEmptySteps(found, journeys), rare: all.length - journeys.length };
};

/** A discovered step that no shown item came to is none. */
const withoutEmptySteps = (
  { steps, marks }: Discovered,
  journeys: readonly Journey[],
): Omit<ReadStream, 'rare'> => {
  const used = new Set<number>();
  for (const { visits } of journeys) for (const { step } of visits) used.add(step);
  const left = steps.map((_, i) => i).filter((step) => used.has(step));
  renumber(journeys, left);
  return {
    steps: left.map((step) => steps[step]!),
    marks: left.map((step) => marks[step]!),
    journeys,
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
    const { scope, end } = this.asked;
    return { from: scope.from.getTime(), to: end };
  }

  get map(): StreamMap {
    this.made ??= mapOf(this.read.steps, this.read.journeys, this.span);
    return this.made;
  }
}
