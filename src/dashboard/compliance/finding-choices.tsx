import { navigate, useSearch } from 'wouter/use-browser-location';
import type { Verdict } from '../api/graphql.js';
import { verdictName, verdictOrder } from '../trail/verdict.js';
import { type FindingChoice, readChoice, withChoice } from './choice.js';
import type { Control } from './queries.js';

const go = (choice: FindingChoice): void => navigate(location.pathname + withChoice(location.search, choice));

export const FindingChoices = ({ controls }: { controls: readonly Control[] }) => {
  const choice = readChoice(useSearch());
  return (
    <div className="filter-row choices">
      <label className="field">
        <span>Control</span>
        <select
          value={choice.policy ?? ''}
          onChange={(event) => go({ ...choice, policy: event.target.value || undefined })}
        >
          <option value="">All controls</option>
          {controls.map(({ policy, title }) => (
            <option key={policy} value={policy}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Verdict</span>
        <select
          value={choice.verdict ?? ''}
          onChange={(event) =>
            go({ ...choice, verdict: (event.target.value || undefined) as Verdict | undefined })
          }
        >
          <option value="">All that did not pass</option>
          {verdictOrder.map((verdict) => (
            <option key={verdict} value={verdict}>
              {verdictName(verdict)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
};
