import { useScope } from '../shell/scope.js';
import type { Asked } from './use-filters.js';

/** An environment, or all of them: for lists, where no environment is the usual one. */
export const EnvironmentAny = ({ asked: { filters, change } }: { asked: Asked }) => {
  const { scope } = useScope();
  const { environment = '' } = filters;
  const names = [...new Set([...(environment ? [environment] : []), ...scope.environments])].sort();
  return (
    <label className="field">
      <span>Environment</span>
      <select
        value={environment}
        onChange={(event) => change({ environment: event.target.value || undefined })}
      >
        <option value="">All environments</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
};
