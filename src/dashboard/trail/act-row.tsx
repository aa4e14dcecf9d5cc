import { moment } from '../format/time.js';
import { enumWords } from '../format/words.js';
import { StandingLink } from '../shell/standing-link.js';
import type { ListedAct, Someone } from './queries.js';
import { SomeoneName } from './someone-name.js';
import { VerdictCounts } from './verdict.js';
import { kindNames, pageOfLine, placeWords, titleOf } from './words.js';

const bad = new Set(['failure', 'error', 'rejected', 'expired']);

export const OutcomeLabel = ({ outcome }: { outcome: string | null }) =>
  outcome ? <span className={bad.has(outcome) ? 'label scrap' : 'label'}>{enumWords(outcome)}</span> : null;

const People = ({ act: { initiator, actor, authorizer } }: { act: ListedAct }) => {
  const roles: [string, Someone | null][] = [
    ['by', initiator ?? actor],
    ['done by', initiator && actor && actor.id !== initiator.id ? actor : null],
    ['allowed by', authorizer],
  ];
  const said = roles.filter((role): role is [string, Someone] => role[1] !== null);
  if (said.length === 0) return <>nobody was told</>;
  return said.map(([words, who], i) => (
    <span key={words}>
      {i > 0 ? ', ' : ''}
      {words} <SomeoneName who={who} />
    </span>
  ));
};

/** One line of the trail in a list. */
export const ActRow = ({ act, zone }: { act: ListedAct; zone: string }) => {
  const place = placeWords(act);
  return (
    <li>
      <div className="row-main">
        <span className="label">{kindNames[act.kind]}</span>
        <StandingLink href={pageOfLine(act)} dir="auto">
          {titleOf(act)}
        </StandingLink>
        <OutcomeLabel outcome={act.outcome} />
      </div>
      <div className="row-side verdict-counts">
        <VerdictCounts findings={act.findings} />
      </div>
      <p className="row-detail">
        <time dateTime={act.at}>{moment(act.at, zone)}</time>, <People act={act} />
        {place ? `, ${place}` : ''}
        {act.tickets.length > 0 ? `, for ${act.tickets.join(', ')}` : ''}
        {act.version ? `, version ${act.version}` : ''}
      </p>
    </li>
  );
};
