import { type ReactNode, useId } from 'react';
import type { Bucket, Clock } from '../api/graphql.js';
import { browserZone } from '../clock.js';
import { isZone } from '../format/time.js';
import { Popover } from '../shell/popover.js';
import { useScope } from '../shell/scope.js';
import { commitOnEnter } from './commit-on-enter.js';
import { fromWallTime, wallTime } from './days.js';
import type { Asked } from './use-filters.js';

const Choice = ({ name, children }: { name: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
  <label className="field">
    <span>{name}</span>
    {children}
  </label>
);

export const EnvironmentChoice = ({ asked: { question, change } }: { asked: Asked }) => {
  const { scope } = useScope();
  const names = [...new Set([question.environment, ...scope.environments])].sort();
  return (
    <Choice name="Environment">
      <select value={question.environment} onChange={(event) => change({ environment: event.target.value })}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </Choice>
  );
};

const BucketChoice = ({ asked: { filters, change } }: { asked: Asked }) => (
  <Choice name="One point for each">
    <select
      value={filters.bucket ?? ''}
      onChange={(event) => change({ bucket: (event.target.value || undefined) as Bucket | undefined })}
    >
      <option value="">Chosen by the length of time</option>
      <option value="DAY">Day</option>
      <option value="WEEK">Week</option>
      <option value="MONTH">Month</option>
    </select>
  </Choice>
);

const ClockChoice = ({ asked: { filters, change } }: { asked: Asked }) => (
  <Choice name="A commit starts when it was">
    <select value={filters.clock} onChange={(event) => change({ clock: event.target.value as Clock })}>
      <option value="COMMITTED">Committed</option>
      <option value="AUTHORED">Authored</option>
    </select>
  </Choice>
);

const ZoneChoice = ({ asked: { filters, question, change } }: { asked: Asked }) => {
  const list = useId();
  const set = (text: string) => {
    if (text === '' || isZone(text)) change({ zone: text || undefined });
  };
  return (
    <Choice name="Time zone">
      <input
        list={list}
        key={question.zone}
        defaultValue={filters.zone ?? ''}
        placeholder={`${browserZone()} (this browser's)`}
        onKeyDown={commitOnEnter}
        onBlur={(event) => set(event.target.value.trim())}
      />
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </Choice>
  );
};

const AsOfChoice = ({ asked: { filters, question, change } }: { asked: Asked }) => (
  <Choice name="As it was known on">
    <input
      type="datetime-local"
      key={filters.asOf}
      defaultValue={filters.asOf && wallTime(filters.asOf, question.zone)}
      onKeyDown={commitOnEnter}
      onBlur={(event) => {
        const asOf = fromWallTime(event.target.value, question.zone);
        if (asOf?.slice(0, 16) !== filters.asOf?.slice(0, 16)) change({ asOf });
      }}
    />
  </Choice>
);

/** Filters that are seldom changed. The button says how many of them are set. */
export const MoreChoices = ({ asked, plain }: { asked: Asked; plain: boolean }) => {
  const { clock, bucket, zone, asOf } = asked.filters;
  const set = [!plain && clock !== 'COMMITTED', !plain && bucket, zone, asOf].filter(Boolean).length;
  const reset = () =>
    asked.change({ clock: 'COMMITTED', bucket: undefined, zone: undefined, asOf: undefined });
  return (
    <div className="field">
      <span aria-hidden="true">{set > 0 ? `${set} set` : '\u00a0'}</span>
      <Popover label="More" title="More filters" className="select-like">
        <div className="stack">
          {plain ? null : <BucketChoice asked={asked} />}
          {plain ? null : <ClockChoice asked={asked} />}
          <ZoneChoice asked={asked} />
          <AsOfChoice asked={asked} />
          {set > 0 ? (
            <button type="button" onClick={reset}>
              Reset these
            </button>
          ) : null}
        </div>
      </Popover>
    </div>
  );
};
