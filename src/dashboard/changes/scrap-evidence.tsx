import { moment } from '../format/time.js';
import { ruleWords } from '../format/words.js';
import type { ChangeStory } from './queries.js';
import { eventAnchor } from './timeline.js';

/** Opens the event that a link leads to, and puts the focus there. */
const openEvent = (id: string): void => {
  const item = document.getElementById(eventAnchor(id));
  item?.querySelector('details')?.setAttribute('open', '');
  item?.focus();
};

/** Each rule that caught the change, with the event that proves it. */
export const ScrapEvidence = ({ change, zone }: { change: ChangeStory; zone: string }) => {
  const told = new Set(change.timeline.map(({ id }) => id));
  return (
    <ul className="rows">
      {change.scrap.map((scrap) => (
        <li key={`${scrap.rule} ${scrap.evidence} ${scrap.environment}`}>
          <div className="row-main">
            <span className="label scrap">{ruleWords(scrap.rule)}</span>
            <span>
              {moment(scrap.at, zone)}
              {scrap.environment ? `, in ${scrap.environment}` : ''}
            </span>
          </div>
          <p className="row-detail">
            Proved by event{' '}
            {told.has(scrap.evidence) ? (
              <a href={`#${eventAnchor(scrap.evidence)}`} onClick={() => openEvent(scrap.evidence)}>
                <code>{scrap.evidence}</code>
              </a>
            ) : (
              <code>{scrap.evidence}</code>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
};
