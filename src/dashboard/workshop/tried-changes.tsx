import { ChangeForm } from './change-form.js';
import { changeWords } from './change-words.js';
import type { WhatIfChange } from './queries.js';

interface Props {
  steps: readonly { readonly name: string }[];
  changes: readonly WhatIfChange[];
  set: (changes: readonly WhatIfChange[]) => void;
}

/** What is tried, and the way to try more or less. */
export const TriedChanges = ({ steps, changes, set }: Props) => (
  <>
    <ChangeForm steps={steps} add={(change) => set([...changes, change])} />
    <ul className="tried" aria-label="Changes that are tried">
      {changes.map((change, i) => (
        <li key={JSON.stringify(changes.slice(0, i + 1))}>
          {changeWords(change)}
          <button
            type="button"
            className="quiet"
            aria-label={`Do not try ${changeWords(change)}`}
            onClick={() => set(changes.filter((_, other) => other !== i))}
          >
            Undo
          </button>
        </li>
      ))}
    </ul>
  </>
);
