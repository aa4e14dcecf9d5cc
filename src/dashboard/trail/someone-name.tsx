import { PersonName } from '../changes/person-name.js';
import type { Someone } from './queries.js';

const confidences: Record<string, string> = {
  authenticated: 'known to the system that told it',
  asserted: 'only asserted',
  bot: 'a bot',
  missing: 'not told',
};

export const confidenceWords = (confidence: string | null): string =>
  confidence ? (confidences[confidence] ?? confidence) : 'not told';

/** The role as it stood then: `team payments, line 2`. */
export const roleWords = ({ teams }: Someone): string =>
  teams.map(({ team, line }) => (line ? `${team}, line ${line}` : team)).join('; ');

export const SomeoneName = ({ who }: { who: Someone }) => <PersonName who={who} />;

/** With the account, how it is known, and the role then. */
export const SomeoneFully = ({ who }: { who: Someone | null }) => {
  if (!who) return <span className="no-data">nobody was told</span>;
  const role = roleWords(who);
  return (
    <>
      <SomeoneName who={who} />
      <small className="detail">
        <code>{who.id}</code>, {confidenceWords(who.confidence)}
        {role ? `, then in ${role}` : ''}
      </small>
    </>
  );
};
