import { commitOnEnter } from './commit-on-enter.js';
import { isDay, type Preset, presets } from './filters.js';
import type { Asked } from './use-filters.js';

const CustomDays = ({ asked: { question, change } }: { asked: Asked }) => {
  const { from, to } = question.days;
  const set = (next: { from: string; to: string }) => {
    if (isDay(next.from) && isDay(next.to) && next.from <= next.to) change({ range: next });
  };
  return (
    <>
      <label className="field">
        <span>From</span>
        <input
          type="date"
          key={from}
          defaultValue={from}
          max={to}
          onKeyDown={commitOnEnter}
          onBlur={(event) => set({ from: event.target.value, to })}
        />
      </label>
      <label className="field">
        <span>Through</span>
        <input
          type="date"
          key={to}
          defaultValue={to}
          min={from}
          onKeyDown={commitOnEnter}
          onBlur={(event) => set({ from, to: event.target.value })}
        />
      </label>
    </>
  );
};

/** Presets, or two days that are both included. Choosing `From … through …` starts with the days shown now. */
export const RangeChoice = ({ asked }: { asked: Asked }) => {
  const { range, days } = asked.question;
  const choose = (value: string) =>
    asked.change({
      range: value === 'custom' ? { from: days.from, to: days.to } : { preset: value as Preset },
    });
  return (
    <>
      <label className="field">
        <span>Time</span>
        <select
          value={'preset' in range ? range.preset : 'custom'}
          onChange={(event) => choose(event.target.value)}
        >
          {Object.entries(presets).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
          <option value="custom">From … through …</option>
        </select>
      </label>
      {'preset' in range ? null : <CustomDays asked={asked} />}
    </>
  );
};
