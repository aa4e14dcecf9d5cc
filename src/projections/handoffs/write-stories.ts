import { inParts } from '../../support/in-parts.js';
import { overlapped } from '../../support/overlapped.js';
import { type Db, together } from '../../support/rows.js';
import { syncGroups } from '../../support/sync-rows.js';
import { LEVELS, type Level, type Possession, type Rules, storyAt } from './possession.js';
import { loadTeams, withTeams } from './teams-then.js';

const HANDOFF = {
  table: 'handoff',
  columns: [
    'item',
    'level',
    'step',
    'from_holder',
    'to_holder',
    'from_team',
    'to_team',
    'since',
    'at',
    'wait_us',
    'bounced',
    'prior_at',
    'repo',
    'from_event',
    'to_event',
  ],
  key: ['item', 'level', 'step'],
};
const HOLDING = {
  table: 'holding',
  columns: ['item', 'level', 'holder', 'team', 'awaits', 'since', 'last_at', 'closed_at', 'repo', 'event_id'],
  key: ['item', 'level'],
};

/** An item can have hundreds of handoffs. */
const ITEMS_AT_ONCE = 250;

/** An item's events in order, as far as they say who has it. */
export interface ItemStory {
  readonly item: string;
  /** Of a change request. */
  readonly repo?: string;
  readonly events: readonly Possession[];
  readonly rules: Rules;
}

/** Writes the handoffs and the holders of these items, at every level; those that are as they were are left alone. */
export const writeStories = async (db: Db, stories: readonly ItemStory[]): Promise<void> => {
  await overlapped(inParts(stories, ITEMS_AT_ONCE), (some) => writeSome(db, some));
};

const writeSome = async (db: Db, stories: readonly ItemStory[]): Promise<void> => {
  const values = stories.map(({ item }) => item);
  const teamThen = await loadTeams(
    db,
    stories.flatMap(({ events }) => events),
  );
  const rows = stories
    .map((story) => ({ ...story, events: withTeams(story.events, teamThen) }))
    .flatMap((story) => LEVELS.map((level) => rowsOf(story, level)));
  await together([
    syncGroups(
      db,
      { target: HANDOFF, column: 'item', values },
      rows.flatMap(({ handoffs }) => handoffs),
    ),
    syncGroups(
      db,
      { target: HOLDING, column: 'item', values },
      rows.flatMap(({ holdings }) => holdings),
    ),
  ]);
};

const rowsOf = ({ item, repo, events, rules }: ItemStory, level: Level) => {
  const { handoffs, holding } = storyAt(level, events, rules);
  return {
    handoffs: handoffs.map((handoff, i) => ({
      item,
      level,
      repo: repo ?? null,
      step: String(i).padStart(7, '0'),
      from_holder: handoff.from,
      to_holder: handoff.to,
      from_team: handoff.fromTeam ?? null,
      to_team: handoff.toTeam ?? null,
      since: handoff.since,
      at: handoff.at,
      wait_us: BigInt(Date.parse(handoff.at) - Date.parse(handoff.since)) * 1_000n,
      bounced: handoff.bounced,
      prior_at: handoffs[i - 1]?.at ?? null,
      from_event: handoff.fromEvent,
      to_event: handoff.toEvent,
    })),
    holdings: holding
      ? [
          {
            item,
            level,
            repo: repo ?? null,
            holder: holding.holder ?? null,
            team: holding.team ?? null,
            awaits: holding.awaits ?? null,
            since: holding.since,
            last_at: holding.lastAt,
            closed_at: holding.closedAt ?? null,
            event_id: holding.event,
          },
        ]
      : [],
  };
};
