import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Principal } from '../../access/tokens.js';
import { contextOf } from '../../audit/context.js';
import type { AuditStore } from '../../audit/export.js';
import { initiatorsOf } from '../../audit/initiators.js';
import { findingsOfLines } from '../../audit/line-findings.js';
import { packOf } from '../../audit/pack.js';
import { type Drawing, drawSample, freeze, type Population } from '../../audit/population.js';
import { type AuditFilter, checkedQuestion, questionText } from '../../audit/question.js';
import { recordReading } from '../../audit/readings.js';
import { resolveSelection } from '../../audit/selection.js';
import { type Sightings, sightingsOf } from '../../audit/sightings.js';
import { type AuditLine, countTrail, readTrail } from '../../audit/trail.js';
import { MetricDoor, type Standing } from '../../metrics/metric-door.js';
import { checkedFirst, type PageRequest } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import { initiatorsIn } from '../../projections/initiator.js';
import type { ReadModels } from '../../projections/read-models.js';
import { readByIds } from '../../projections/story.js';
import type { Clock } from '../../support/clock.js';
import { type Db, together } from '../../support/rows.js';
import { CLOCK, POOL, READ_MODELS } from '../../support/tokens.js';
import { type Evidence, evidenceOf } from '../changes/evidence.js';
import { personFinder } from '../people/find-person.js';
import { batched } from '../schema/batched.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import { teamFinder } from './audit-actor.js';
import { AuditEntry, type Lookups } from './audit-entry.js';
import type { AuditStory } from './audit-story.js';
import { type Sample, stratumView } from './population-view.js';

/** Who asks what. */
interface Asking {
  readonly principal: Principal | undefined;
  /** The name of the query. */
  readonly what: string;
  readonly question: object;
}

/** Answers an auditor's questions, and writes down that they were asked. */
@Injectable()
export class AuditDesk {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async trail(asked: AuditFilter, page: PageRequest): Promise<Connection<AuditEntry>> {
    const filter = checkedQuestion(asked);
    const first = checkedFirst(page.first);
    const standing = await this.door.standing(filter.asOf);
    const read = this.readerOf(standing);
    const { selection, found } = await read(async (db) => {
      const chosen = await resolveSelection(db, filter);
      return { selection: chosen, found: await readTrail(db, chosen, { first, after: page.after }) };
    });
    const lookups = this.lookups(standing, filter.asOf);
    const nodes = found.rows.map((line) => new AuditEntry(line, lookups));
    return connectionOf(found, nodes, () => read((db) => countTrail(db, selection)));
  }

  /** One line with its whole story. @throws UserError `NOT_FOUND` */
  async story(id: string, asOf: Date | null | undefined): Promise<AuditStory> {
    const standing = await this.door.standing(asOf);
    const read = this.readerOf(standing);
    const { line, events, leftOut } = await read((db) => packOf(db, id, standing.asOf));
    const initiatorOf = initiatorsIn(events.map(({ event }) => event));
    const lookups = this.lookups(standing, asOf);
    return {
      asOf: standing.asOf,
      entry: new AuditEntry(line, lookups),
      timeline: events.map((told) => evidenceOf(told, initiatorOf(told.event), lookups.person)),
      leftOut: [...leftOut],
    };
  }

  population(filter: AuditFilter): Promise<Population> {
    return freeze(this.store(), filter);
  }

  sightings(filter: AuditFilter): Promise<Sightings> {
    return sightingsOf(this.store(), checkedQuestion(filter));
  }

  async sample(filter: AuditFilter, drawing: Drawing): Promise<Sample> {
    const { drawn, strata, ...sampled } = await drawSample(this.store(), filter, drawing);
    const lookups = this.lookups(await this.door.standing(filter.asOf), filter.asOf);
    return {
      ...sampled,
      strata: strata.map(stratumView),
      drawn: drawn.map(({ rank, line }) => ({ rank, entry: new AuditEntry(line, lookups) })),
    };
  }

  /** The events themselves, by their ids; those that are not known are left out. */
  async events(ids: readonly string[]): Promise<Evidence[]> {
    const standing = await this.door.standing();
    const read = this.readerOf(standing);
    const told = await read((db) => readByIds(db, ids, standing.asOf));
    const { person } = this.lookups(standing);
    return told
      .map((one) => evidenceOf(one, undefined, person))
      .sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Nobody reads the audit trail unseen. Writes down who asks, while the answer is looked for; without the one there is not the other. */
  async recorded<T>({ principal, what, question }: Asking, answer: () => Promise<T>): Promise<T> {
    const { name, role } = principal ?? { name: 'unknown', role: 'reader' };
    const reading = { reader: name, role, what, question: questionText(question) };
    const [, answered] = await together([recordReading(this.pool, this.clock, reading), answer()]);
    return answered;
  }

  readerOf({ schema }: Standing): <T>(work: (db: Db) => Promise<T>) => Promise<T> {
    return (work) => readIn(this.pool, schema, work);
  }

  private store(): AuditStore {
    return { pool: this.pool, readModels: this.readModels };
  }

  private lookups(standing: Standing, asOf?: Date | null): Lookups {
    const read = this.readerOf(standing);
    return {
      person: personFinder(read),
      teams: teamFinder(read),
      context: batched(
        ({ place, id }: AuditLine) => JSON.stringify([place, id]),
        (lines: readonly AuditLine[]) => read((db) => contextOf(db, lines, standing.asOf)),
      ),
      initiator: batched(
        ({ place, id }: AuditLine) => JSON.stringify([place, id]),
        (lines: readonly AuditLine[]) => read((db) => initiatorsOf(db, lines, standing.asOf)),
      ),
      findings: batched(
        ({ place, id }: AuditLine) => JSON.stringify([place, id]),
        (lines: readonly AuditLine[]) => read((db) => findingsOfLines(db, lines, asOf)),
      ),
    };
  }
}
