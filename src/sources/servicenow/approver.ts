import { linkList, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { fieldOf, nameOf, timeOf } from './record.js';
import { actorIn, idIn, personIn, SOURCE, type Subject, userActor } from './subject.js';

/** One person who is asked (`sysapproval_approver`), and what they said. */
export const approverEvents = (subject: Subject): DeliveryEvent[] => {
  const { row, setting, id } = subject;
  const number = fieldOf(row, 'sysapproval.number') ?? nameOf(row, 'sysapproval');
  const about = {
    source: SOURCE,
    approval: `${SOURCE}:${setting.source}/${id}`,
    environment: setting.settings.environment,
    links: linkList(number && linkTo.item(number)),
  };
  const reviewer = personIn(subject, 'approver');
  const asked: DeliveryEvent = {
    ...about,
    type: 'approval.requested',
    id: idIn(subject, 'approval.requested'),
    at: timeOf(row, 'sys_created_on') ?? subject.at,
    actor: userActor(fieldOf(row, 'sys_created_by'), setting.source),
    reviewers: reviewer === undefined ? undefined : [reviewer],
  };
  return [asked, ...decided(subject, about)];
};

const DECISIONS = new Map<string, 'granted' | 'rejected' | 'expired'>([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
  ['cancelled', 'expired'],
  ['canceled', 'expired'],
]);

type About = Pick<
  DeliveryEvent & { type: 'approval.decided' },
  'source' | 'approval' | 'links' | 'environment'
>;

const decided = (subject: Subject, about: About): DeliveryEvent[] => {
  const decision = DECISIONS.get(fieldOf(subject.row, 'state')?.toLowerCase() ?? '');
  if (!decision) return [];
  return [
    {
      ...about,
      type: 'approval.decided',
      id: idIn(subject, 'approval.decided', decision),
      at: subject.at,
      // Later writes of the row do not move the decision.
      revision: Math.max(0, 1_000_000 - subject.count),
      actor: decision === 'expired' ? subject.by : approver(subject),
      decision,
      comment: fieldOf(subject.row, 'comments'),
    },
  ];
};

/** Where somebody else wrote the row, the approver's word is only that one's claim. */
const approver = (subject: Subject): Actor | undefined => {
  const who = actorIn(subject, 'approver');
  const login = fieldOf(subject.row, 'approver.user_name');
  const writer = fieldOf(subject.row, 'sys_updated_by');
  if (!who || !login || !writer || login === writer) return who;
  return { ...who, confidence: 'asserted' };
};
