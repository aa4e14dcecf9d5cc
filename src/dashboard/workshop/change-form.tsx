import { type FormEvent, useState } from 'react';
import { parsePercent } from './parse-duration.js';
import type { WhatIfChange } from './queries.js';

const kinds = [
  { id: 'SCALE_WAIT', name: 'shorten the wait before it to', amount: '50' },
  { id: 'SCALE_PROCESS', name: 'shorten its process time to', amount: '50' },
  { id: 'REMOVE_STEP', name: 'leave it out', amount: undefined },
  { id: 'RAISE_COMPLETE_AND_ACCURATE', name: 'raise its %C&A to', amount: '95' },
] as const;
type Kind = (typeof kinds)[number]['id'];

const changeOf = (kind: Kind, step: string, share: number): WhatIfChange => {
  if (kind === 'REMOVE_STEP') return { kind, step };
  return kind === 'RAISE_COMPLETE_AND_ACCURATE'
    ? { kind, step, completeAndAccurate: share }
    : { kind, step, factor: share };
};

interface Props {
  steps: readonly { readonly name: string }[];
  add: (change: WhatIfChange) => void;
}

/** One more change to try. */
export const ChangeForm = ({ steps, add }: Props) => {
  const [step, setStep] = useState('');
  const [kind, setKind] = useState<Kind>('SCALE_WAIT');
  const [amount, setAmount] = useState<string>('50');
  const chosen = steps.some(({ name }) => name === step) ? step : steps[0]?.name;
  const share = parsePercent(amount);
  const needsAmount = kind !== 'REMOVE_STEP';
  const isReady = chosen !== undefined && (!needsAmount || share !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) add(changeOf(kind, chosen, share ?? 1));
  };
  const choose = (id: string) => {
    const found = kinds.find((one) => one.id === id)!;
    setKind(found.id);
    setAmount(found.amount ?? '');
  };
  return (
    <form onSubmit={submit} className="filter-row">
      <label className="field">
        At
        <select value={chosen} onChange={({ target }) => setStep(target.value)}>
          {steps.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="field">
        What
        <select value={kind} onChange={({ target }) => choose(target.value)}>
          {kinds.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {needsAmount ? (
        <label className="field amount">
          Percent
          <input
            type="text"
            inputMode="decimal"
            value={amount}
            aria-invalid={share === undefined}
            onChange={({ target }) => setAmount(target.value)}
          />
        </label>
      ) : null}
      <button type="submit" disabled={!isReady}>
        Try it
      </button>
    </form>
  );
};
