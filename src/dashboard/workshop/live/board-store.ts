import type { Client, CombinedError } from 'urql';
import { errorSentence } from '../../api/client.js';
import { editWorkshop, type News, type ToldEdit } from '../queries.js';
import { type Cells, overlaid, withEdits } from './cells.js';
import { follow } from './follow.js';
import { Pending, type PendingEdit } from './pending.js';

export interface BoardState {
  /** What the room sees: what the server has, with what it has not got yet on top. */
  cells: Cells;
  people: News['people'];
  /** `connecting` until the first news. */
  connection: 'connecting' | 'live' | 'lost';
  /** Edits that wait for the server. */
  waiting: number;
  /** Why the server did not take an edit. */
  refusal: string | undefined;
  /** What others did last, in the order in which it came. */
  others: readonly ToldEdit[];
}

export interface Seat {
  workshop: string;
  participant: string;
  name: string;
}

const MOST_AT_ONCE = 100;
const LONGEST_ANSWER_MS = 10_000;
const AGAIN_MS = 2_000;
const OTHERS_KEPT = 20;
/** What no sending again will mend. */
const FINAL = new Set(['BAD_EDIT', 'NOT_YOURS', 'FULL', 'BAD_PARTICIPANT', 'UNKNOWN_WORKSHOP', 'BAD_TEXT']);

const isFinal = ({ graphQLErrors }: CombinedError): boolean =>
  graphQLErrors.some(({ extensions }) => FINAL.has(String(extensions['code'])));

/** One workshop as this browser has it. Edits hold here at once, and reach the server as soon as it can be reached. */
export class BoardStore {
  private confirmed: Cells = new Map();
  private sequence = 0;
  private state: BoardState;
  private readonly pending: Pending;
  private readonly listeners = new Set<() => void>();
  private stopFollowing = () => {};
  private isSending = false;
  private isOpen = false;
  private atOnce = MOST_AT_ONCE;

  constructor(
    private readonly client: Client,
    private readonly seat: Seat,
  ) {
    this.pending = new Pending(seat.workshop);
    this.state = {
      cells: this.confirmed,
      people: [],
      connection: 'connecting',
      waiting: 0,
      refusal: undefined,
      others: [],
    };
  }

  /** Starts to follow. @returns how to stop. */
  open = (): (() => void) => {
    const { workshop, participant, name } = this.seat;
    this.isOpen = true;
    this.stopFollowing = follow({
      id: workshop,
      participant,
      name,
      after: () => this.sequence,
      news: (news) => this.hear(news),
      lost: () => this.change({ connection: 'lost', people: [] }),
    });
    void this.send();
    return () => {
      this.isOpen = false;
      this.stopFollowing();
    };
  };

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): BoardState => this.state;

  /** @param value null clears the field. */
  edit = (field: string, value: unknown): void => {
    this.pending.add(field, value);
    this.change({ refusal: undefined });
    void this.send();
  };

  private hear({ edits, sequence, people }: News): void {
    this.confirmed = withEdits(this.confirmed, edits);
    this.sequence = Math.max(this.sequence, sequence);
    const foreign = edits.filter(({ participant }) => participant !== this.seat.participant);
    const isReplay = this.state.connection === 'connecting';
    const others = isReplay ? [] : [...this.state.others, ...foreign].slice(-OTHERS_KEPT);
    this.change({ connection: 'live', people, others });
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      let edits = this.pending.all();
      while (edits.length > 0 && this.isOpen) {
        if (!(await this.sendSome(edits.slice(0, this.atOnce)))) return this.sendLater();
        edits = this.pending.all();
      }
    } finally {
      this.isSending = false;
    }
  }

  private sendLater(): void {
    setTimeout(() => {
      if (this.isOpen) void this.send();
    }, AGAIN_MS);
  }

  /** @returns whether there is a point in going on at once. */
  private async sendSome(edits: PendingEdit[]): Promise<boolean> {
    const told = edits.map(({ id, field, value }) => ({ id, field, value }));
    const { data, error } = await this.client
      .mutation(editWorkshop, { ...this.seat, edits: told }, { fetch: fetchInTime })
      .toPromise();
    if (data) {
      this.confirmed = withEdits(this.confirmed, data.editWorkshop);
      this.settle(edits);
      this.atOnce = MOST_AT_ONCE;
      return true;
    }
    if (!error || !isFinal(error)) return false;
    // One bad edit must not hold up the others: each is sent alone, and the bad one is given up.
    if (edits.length > 1) this.atOnce = 1;
    else this.settle(edits, errorSentence(error));
    return true;
  }

  private settle(edits: PendingEdit[], refusal?: string): void {
    for (const { id } of edits) this.pending.remove(id);
    this.change(refusal === undefined ? {} : { refusal });
  }

  private change(changed: Partial<BoardState>): void {
    const waiting = this.pending.all();
    const cells = overlaid(this.confirmed, waiting, this.seat);
    this.state = { ...this.state, ...changed, cells, waiting: waiting.length };
    for (const listener of this.listeners) listener();
  }
}

/** A network that is gone may swallow a request for minutes. */
const fetchInTime: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
