import type { LeadTimeDefinition } from '../api/graphql.js';
import { definitionWords } from '../format/words.js';
import { definitions } from './filters.js';
import type { Asked } from './use-filters.js';

export const LeadTimeChoice = ({ asked: { question, change } }: { asked: Asked }) => (
  <label className="field">
    <span>Lead time from</span>
    <select
      value={question.definition}
      onChange={(event) => change({ definition: event.target.value as LeadTimeDefinition })}
    >
      {definitions.map((name) => (
        <option key={name} value={name}>
          {definitionWords[name]}
        </option>
      ))}
    </select>
  </label>
);
