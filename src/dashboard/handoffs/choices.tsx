import type { HandoffLevel, WaitTime } from '../api/graphql.js';
import type { Asked } from '../filters/use-filters.js';

export const levelNames: Record<HandoffLevel, string> = {
  PERSON: 'People',
  TEAM: 'Teams',
  LINE: 'Lines of support',
};
const timeNames: Record<WaitTime, string> = { WALL: 'Wall-clock time', BUSINESS: 'Business hours' };

export const LevelChoice = ({ asked: { filters, change } }: { asked: Asked }) => (
  <label className="field">
    <span>Between</span>
    <select value={filters.level} onChange={(event) => change({ level: event.target.value as HandoffLevel })}>
      {Object.entries(levelNames).map(([level, name]) => (
        <option key={level} value={level}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

export const TimeChoice = ({ asked: { filters, change } }: { asked: Asked }) => (
  <label className="field">
    <span>Waits in</span>
    <select value={filters.time} onChange={(event) => change({ time: event.target.value as WaitTime })}>
      {Object.entries(timeNames).map(([time, name]) => (
        <option key={time} value={time}>
          {name}
        </option>
      ))}
    </select>
  </label>
);
