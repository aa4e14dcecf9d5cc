import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Principal } from '../../access/tokens.js';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import { CLOCK, POOL } from '../../support/tokens.js';
import { Bell } from '../../workshop/bell.js';
import type { Author, LoggedEdit } from '../../workshop/edit.js';
import { EditLog, type WorkshopRow } from '../../workshop/edit-log.js';
import { EditRate } from '../../workshop/edit-rate.js';
import { boardJson, readBoardJson } from '../../workshop/export/board-json.js';
import { Feed } from '../../workshop/feed.js';
import { checkEdit, checkRoomEdit } from '../../workshop/fields.js';
import { text } from '../../workshop/model.js';
import type { SocketRoom } from './sockets.js';
import type { CreateArgs, EditArgs, FollowArgs, PresentArgs } from './workshop.js';

const MOST_AT_ONCE = 100;
const LISTED = 200;

/** Where workshops are held: whoever is signed in may take part. */
@Injectable()
export class Room implements OnModuleDestroy {
  readonly log: EditLog;
  private readonly bell: Bell;
  private readonly rate = new EditRate();

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.log = new EditLog(pool, clock);
    this.bell = new Bell(pool);
  }

  onModuleDestroy(): Promise<void> {
    return this.bell.close();
  }

  list(): Promise<WorkshopRow[]> {
    return this.log.list(LISTED);
  }

  async create({ title, ...present }: CreateArgs, principal: Principal): Promise<WorkshopRow> {
    const author = authorOf(present, principal);
    const edit = checkEdit({ id: randomUUID(), field: 'title', value: JSON.stringify(title) });
    const id = randomUUID();
    await this.log.create(id, title, principal.name);
    await this.log.append(id, [edit], author);
    return this.log.get(id);
  }

  edit({ workshop, edits, ...present }: EditArgs, principal: Principal): Promise<LoggedEdit[]> {
    const author = authorOf(present, principal);
    if (edits.length === 0 || edits.length > MOST_AT_ONCE) {
      throw new UserError(`Send 1 to ${MOST_AT_ONCE} edits at once, not ${edits.length}.`, 'BAD_EDIT');
    }
    const checked = edits.map((edit) => checkRoomEdit(edit, author.participant));
    this.rate.admit(`${author.account}/${author.participant}`, edits.length);
    return this.log.append(workshop, checked, author);
  }

  /** What the service itself adds: numbers that it measured. */
  record(workshop: string, edit: { field: string; value: unknown }, author: Author): Promise<LoggedEdit[]> {
    const { field, value } = edit;
    const checked = checkEdit({ id: randomUUID(), field, value: JSON.stringify(value) });
    return this.log.append(workshop, [checked], author);
  }

  /** @returns undefined where the field is empty. */
  async read<T>(workshop: string, field: string): Promise<{ value: T; at: Date } | undefined> {
    const cell = await this.log.latest(workshop, field);
    return cell && { value: JSON.parse(cell.value) as T, at: cell.at };
  }

  /** Brings an exported workshop back. One that is here already, edit for edit, is left as it is. */
  async import(told: string, principal: Principal): Promise<WorkshopRow> {
    const exported = readBoardJson(told);
    const { id, createdAt, createdBy } = exported;
    const title = exported.edits.findLast(({ field, value }) => field === 'title' && value !== 'null');
    const row: WorkshopRow = {
      id,
      createdAt,
      createdBy,
      importedAt: this.clock.now(),
      importedBy: principal.name,
      title: title ? (JSON.parse(title.value) as string) : 'Workshop',
      lastSequence: exported.edits.length,
    };
    const known = await this.log.find(id);
    if (known && (await this.exported(known)) === boardJson(row, exported.edits)) return known;
    await this.log.import(row, exported.edits);
    return this.log.get(id);
  }

  async exported(row: WorkshopRow): Promise<string> {
    return boardJson(row, await this.log.after(row.id, 0));
  }

  async follow({ id, after, ...present }: FollowArgs, socket: SocketRoom): Promise<Feed> {
    socket.refuseMore();
    const { participant, name } = present;
    const person = participant && name ? checkPresent({ participant, name }) : undefined;
    const feed = new Feed(
      { log: this.log, bell: this.bell },
      {
        workshop: id,
        after: Math.max(0, after ?? 0),
        person,
        mayLook: socket.isStillSignedIn,
        left: () => socket.leave(feed),
      },
    );
    // Counted before anything is waited for, or many that come at once would all pass.
    socket.follow(feed);
    try {
      await this.log.get(id);
      return await feed.open();
    } catch (thrown) {
      await feed.return();
      throw thrown;
    }
  }
}

export const authorOf = (present: PresentArgs, { name: account }: Principal): Author => ({
  ...checkPresent(present),
  account,
});

const NAME = text(80);

const checkPresent = ({ participant, name }: PresentArgs): { participant: string; name: string } => {
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(participant)) {
    throw new UserError('A participant is 8 to 64 letters, digits, - and _.', 'BAD_PARTICIPANT');
  }
  const told = NAME.safeParse(name.trim());
  if (told.success) return { participant, name: told.data };
  throw new UserError('Say who you are in 1 to 80 characters.', 'BAD_PARTICIPANT');
};
