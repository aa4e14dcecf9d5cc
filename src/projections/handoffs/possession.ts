/** Whom a holder is: a person, a team, or a line of them. */
export const LEVELS = ['PERSON', 'TEAM', 'LINE'] as const;
export type Level = (typeof LEVELS)[number];

/** What one event says about who has an item. */
export interface Possession {
  readonly event: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who has it from now on, as far as the event says. */
  readonly holders: Readonly<Partial<Record<Level, string>>>;
  /** The holder offers it to somebody (who may be unknown); it is waited for from now on. */
  readonly offers?: { readonly level: Level; readonly to: string | undefined };
  /** `back`: whoever received it last could not use it. */
  readonly sign?: 'back' | 'closed' | 'reopened';
}

/** A handoff of an item at one level. */
export interface Handoff {
  readonly from: string;
  readonly to: string;
  readonly fromTeam: string | undefined;
  readonly toTeam: string | undefined;
  /** From when it was waited for, and until when. */
  readonly since: string;
  readonly at: string;
  readonly fromEvent: string;
  readonly toEvent: string;
  bounced: boolean;
}

/** Who has it after the last event. */
export interface Holding {
  readonly holder: string | undefined;
  readonly team: string | undefined;
  /** To whom it is offered; undefined when it is not, or when nobody said to whom. */
  readonly awaits: string | undefined;
  /** Since when this holder has it, or since when it is offered. */
  readonly since: string;
  readonly lastAt: string;
  readonly event: string;
  readonly closedAt: string | undefined;
}

export interface Story {
  readonly handoffs: readonly Handoff[];
  /** undefined where nobody is known to have it, nor to be waited for. */
  readonly holding: Holding | undefined;
}

export interface Rules {
  /** Whether an item that comes back (A, B, A) was bounced. A change returns to its author with every approval. */
  readonly returnIsBounce: boolean;
}

/** The handoffs of one item at one level: pure, from its events in order. */
export const storyAt = (level: Level, events: readonly Possession[], rules: Rules): Story => {
  const teller = new Teller(level, rules);
  for (const event of events) teller.hear(event);
  return { handoffs: teller.handoffs, holding: teller.holding() };
};

interface Offer {
  readonly to: string | undefined;
  readonly at: string;
  readonly event: string;
}

/** Walks through the events of one item. An event that says no holder leaves the item where it is. */
class Teller {
  readonly handoffs: Handoff[] = [];
  private holder: string | undefined;
  private team: string | undefined;
  private since: string | undefined;
  private last: Possession | undefined;
  private offer: Offer | undefined;
  private closedAt: string | undefined;

  constructor(
    private readonly level: Level,
    private readonly rules: Rules,
  ) {}

  hear(event: Possession): void {
    const to = event.holders[this.level] ?? this.holder;
    const team = event.holders.TEAM ?? this.team;
    if (event.sign === 'back') this.sendBack(event);
    if (event.sign === 'reopened') this.blame();
    if (to !== undefined && this.holder !== undefined && to !== this.holder) this.handOver(event, to, team);
    if (to !== this.holder) {
      this.since = event.at;
      this.offer = undefined;
    }
    this.holder = to;
    this.team = team;
    this.last = event;
    if (event.offers?.level === this.level)
      this.offer = { to: event.offers.to, at: event.at, event: event.event };
    if (event.sign === 'closed') this.closedAt = event.at;
    if (event.sign === 'reopened') this.closedAt = undefined;
  }

  holding(): Holding | undefined {
    const { holder, team, offer, last } = this;
    if (!last || (holder === undefined && offer?.to === undefined)) return undefined;
    return {
      holder,
      team,
      awaits: offer?.to,
      since: offer?.at ?? this.since ?? last.at,
      lastAt: last.at,
      event: last.event,
      closedAt: this.closedAt,
    };
  }

  private handOver(event: Possession, to: string, team: string | undefined): void {
    const before = this.handoffs.at(-1);
    if (before && before.from === to && this.rules.returnIsBounce) before.bounced = true;
    this.add(event, { to, toTeam: team, bounced: false });
  }

  private add(event: Possession, { to, toTeam, bounced }: Pick<Handoff, 'to' | 'toTeam' | 'bounced'>): void {
    this.handoffs.push({
      to,
      toTeam,
      bounced,
      from: this.holder!,
      fromTeam: this.team,
      since: this.offer?.at ?? this.last!.at,
      at: event.at,
      fromEvent: this.offer?.event ?? this.last!.event,
      toEvent: event.event,
    });
  }

  /** What was offered and not taken was handed over all the same, and came back at once. */
  private sendBack(event: Possession): void {
    const refused = this.offer?.to;
    if (refused === undefined || this.holder === undefined || refused === this.holder) this.blame();
    else this.add(event, { to: refused, toTeam: this.level === 'TEAM' ? refused : undefined, bounced: true });
    this.offer = undefined;
  }

  private blame(): void {
    const last = this.handoffs.at(-1);
    if (last) last.bounced = true;
  }
}
