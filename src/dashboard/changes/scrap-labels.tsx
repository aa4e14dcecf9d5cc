import { ruleWords } from '../format/words.js';

/** Why a change counts as scrapped; nothing for one that does not. */
export const ScrapLabels = ({ scrap }: { scrap: readonly { rule: string }[] }) =>
  [...new Set(scrap.map(({ rule }) => rule))].map((rule) => (
    <span key={rule} className="label scrap">
      {ruleWords(rule)}
    </span>
  ));
