import { stopwatch } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import type { Bell, Ring } from './bell.js';
import type { LoggedEdit } from './edit.js';
import type { EditLog } from './edit-log.js';

export interface Person {
  readonly participant: string;
  readonly name: string;
}

/** What is new in a workshop for one who follows it. */
export interface News {
  /** In order of sequence, none left out. */
  readonly edits: readonly LoggedEdit[];
  /** Everything up to it has been told. */
  readonly sequence: number;
  /** Who is in the room now, by name. */
  readonly people: readonly Person[];
}

export interface Following {
  readonly workshop: string;
  /** What the follower has already. */
  readonly after: number;
  /** Who follows; nobody for a screen on the wall. */
  readonly person?: Person | undefined;
  /** Whether the follower may still look; asked again now and then. */
  readonly mayLook: () => Promise<boolean>;
  readonly left: () => void;
}

export interface FeedParts {
  readonly log: EditLog;
  readonly bell: Bell;
}

const EDITS_AT_ONCE = 200;
const BEAT_MS = 10_000;
/** Longer than two beats: who is not heard of for that long has gone. */
const GONE_MS = 25_000;
const BEATS_PER_CHECK = 6;

interface Heard {
  readonly name: string;
  readonly at: number;
}

/** Follows one workshop: first what was missed, then what comes, until it is returned. */
export class Feed implements AsyncIterableIterator<News> {
  private readonly elapsed = stopwatch();
  private readonly people = new Map<string, Heard>();
  private after: number;
  private hasEdits = true;
  /** True at the start, so that the first news come at once even when they are empty. */
  private hasPeople = true;
  private isOver = false;
  private beats = 0;
  private wake: (() => void) | undefined;
  private stop: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: FeedParts,
    private readonly following: Following,
  ) {
    this.after = following.after;
    if (following.person) this.meet(following.person);
  }

  /** Begins to listen, so that nothing is missed between the first look and the first ring. */
  async open(): Promise<this> {
    const { workshop } = this.following;
    try {
      this.stop = await this.parts.bell.listen(workshop, (ring) => this.heard(ring));
    } catch {
      throw await this.unreadable();
    }
    if (this.isOver) this.stop();
    else this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.say({ roll: true });
    this.sayHere();
    return this;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<News>> {
    while (!this.isOver) {
      const edits = await this.missed();
      if (this.isOver) break;
      if (edits.length > 0 || this.hasPeople) return { done: false, value: this.news(edits) };
      await this.untilWoken();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<News>> {
    if (!this.isOver) {
      this.isOver = true;
      this.stop?.();
      clearInterval(this.timer);
      this.following.left();
      if (this.following.person) this.say({ gone: this.following.person.participant });
      this.wake?.();
    }
    return { done: true, value: undefined };
  }

  private untilWoken(): Promise<void> {
    if (this.hasEdits || this.hasPeople || this.isOver) return Promise.resolve();
    return new Promise((done) => {
      this.wake = done;
    });
  }

  private async missed(): Promise<LoggedEdit[]> {
    if (!this.hasEdits) return [];
    this.hasEdits = false;
    try {
      const edits = await this.parts.log.after(this.following.workshop, this.after, EDITS_AT_ONCE);
      if (edits.length === EDITS_AT_ONCE) this.hasEdits = true;
      return edits;
    } catch {
      throw await this.unreadable();
    }
  }

  private async unreadable(): Promise<UserError> {
    await this.return();
    return new UserError('The workshop cannot be read at the moment: follow it again in a second.', 'AGAIN');
  }

  private news(edits: LoggedEdit[]): News {
    this.hasPeople = false;
    this.after = edits.at(-1)?.sequence ?? this.after;
    const people = [...this.people].map(([participant, { name }]) => ({ participant, name }));
    people.sort((left, right) => (left.name + left.participant < right.name + right.participant ? -1 : 1));
    return { edits, sequence: this.after, people };
  }

  private heard({ here, gone, roll }: Ring): void {
    const { person } = this.following;
    if (here) this.meet(here);
    else if (roll) this.sayHere();
    // The same person may have a second window open.
    else if (gone !== undefined && gone === person?.participant) this.sayHere();
    else if (gone !== undefined) this.hasPeople = this.people.delete(gone) || this.hasPeople;
    else this.hasEdits = true;
    if (this.hasEdits || this.hasPeople) this.wake?.();
  }

  private meet({ participant, name }: Person): void {
    if (this.people.get(participant)?.name !== name) this.hasPeople = true;
    this.people.set(participant, { name, at: this.elapsed() });
  }

  private beat(): void {
    this.beats += 1;
    this.sayHere();
    for (const [participant, { at }] of this.people) {
      if (this.elapsed() - at < GONE_MS) continue;
      this.people.delete(participant);
      this.hasPeople = true;
    }
    if (this.hasPeople) this.wake?.();
    if (this.beats % BEATS_PER_CHECK === 0) void this.leaveWhenSignedOut();
  }

  private async leaveWhenSignedOut(): Promise<void> {
    const mayStay = await this.following.mayLook().catch(() => true);
    if (!mayStay) await this.return();
  }

  private sayHere(): void {
    if (this.following.person && !this.isOver) this.say({ here: this.following.person });
  }

  /** Who is here is shown again with the next beat, so a word that is lost does no harm. */
  private say(ring: Omit<Ring, 'workshop'>): void {
    this.parts.bell.ring({ workshop: this.following.workshop, ...ring }).catch(() => {});
  }
}
