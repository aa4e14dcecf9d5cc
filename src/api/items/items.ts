import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { readIn } from '../../metrics/read.js';
import { initiatorsIn } from '../../projections/initiator.js';
import { keysOf } from '../../projections/keys.js';
import { gatherStory, type Story } from '../../projections/story.js';
import { POOL } from '../../support/tokens.js';
import { type Evidence, evidenceOf } from '../changes/evidence.js';
import { personFinder } from '../people/find-person.js';
import type { FindPerson } from '../schema/person.js';
import type { Item } from './item.js';

/** Whose events a timeline shows. */
export interface Told {
  readonly item: string;
  readonly asOf: Date;
  readonly find: FindPerson;
}

/** What flows through a stream, with everything that was told of it. */
@Injectable()
export class Items {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  /** @returns null where nothing was told of it. */
  async item(id: string, at: Date | null | undefined): Promise<Item | null> {
    const { schema, asOf } = await this.door.standing(at);
    const story = await this.story(id, asOf);
    const titles = story.events.flatMap(({ event }) =>
      isOf(event, id) && 'title' in event ? (event.title ?? []) : [],
    );
    if (story.events.length === 0) return null;
    const find = personFinder((work) => readIn(this.pool, schema, work));
    return {
      item: id,
      title: titles.findLast((title) => title !== '') ?? null,
      asOf,
      timeline: evidenceIn(story, find),
      leftOut: story.leftOut,
    };
  }

  /** Everything that was told of an item and of what is linked with it. */
  async timeline({ item, asOf, find }: Told): Promise<Evidence[]> {
    return evidenceIn(await this.story(item, asOf), find);
  }

  private story(item: string, asOf: Date): Promise<Story> {
    const key = /^(?:change|approval):/.test(item) ? item : `item:${item}`;
    return gatherStory(this.pool, { keys: [key], eventIds: [], asOf });
  }
}

/** What only links to an item has titles of its own. */
const isOf = (event: DeliveryEvent, id: string): boolean =>
  ('item' in event && event.item === id) || (event.type.startsWith('change.') && keysOf(event).includes(id));

const evidenceIn = ({ events }: Story, find: FindPerson): Evidence[] => {
  const initiatorOf = initiatorsIn(events.map(({ event }) => event));
  return events.map((one) => evidenceOf(one, initiatorOf(one.event), find));
};
