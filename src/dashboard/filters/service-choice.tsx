import { useId, useState } from 'react';
import { counted } from '../format/number.js';
import { Popover } from '../shell/popover.js';
import { useScope } from '../shell/scope.js';
import type { Asked } from './use-filters.js';

const mostShown = 200;

const summary = (chosen: string[]): string => {
  if (chosen.length === 0) return 'All services';
  return chosen.length === 1 ? chosen[0]! : counted(chosen.length, 'service');
};

const ServiceList = ({ asked: { filters, change } }: { asked: Asked }) => {
  const { scope } = useScope();
  const [part, setPart] = useState('');
  const searchId = useId();
  const chosen = new Set(filters.services);
  // The chosen stand first when the list opens, and stay where they are while it is used.
  const [known] = useState(() => [...new Set([...filters.services, ...scope.services])]);
  const matching = known.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
  const toggle = (name: string) => {
    const services = chosen.has(name) ? filters.services.filter((one) => one !== name) : [...chosen, name];
    change({ services: services.sort() });
  };
  return (
    <>
      {known.length > 8 ? (
        <input
          id={searchId}
          type="search"
          placeholder="Find a service"
          aria-label="Find a service"
          value={part}
          onChange={(event) => setPart(event.target.value)}
        />
      ) : null}
      <ul className="checks">
        {matching.slice(0, mostShown).map((name) => (
          <li key={name}>
            <label>
              <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
              <span dir="auto">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {matching.length > mostShown ? (
        <p className="hint">
          {counted(matching.length - mostShown, 'service')} more: type a part of the name.
        </p>
      ) : null}
      {chosen.size > 0 ? (
        <button type="button" onClick={() => change({ services: [] })}>
          All services
        </button>
      ) : null}
    </>
  );
};

/** Any number of services; none chosen means all. */
export const ServiceChoice = ({ asked }: { asked: Asked }) => (
  <div className="field">
    <span aria-hidden="true">Services</span>
    <Popover label={summary(asked.filters.services)} title="Services" className="select-like">
      <ServiceList asked={asked} />
    </Popover>
  </div>
);
