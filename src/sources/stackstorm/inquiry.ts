import { eventId } from '../../events/event-id.js';
import { linkList, linkTo, mentionsIn } from '../../events/links.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { at, fieldsOf, revisionAt } from '../reading.js';
import { askedBy, responderOf } from './people.js';
import { common, loggedAt, type Run, runnerOf } from './run.js';
import type { StackstormSetting } from './settings.js';

/**
 * An inquiry (`core.ask`) holds a workflow until a person answers: an approval, and a handoff to whoever may answer.
 * Its id is that of its execution; StackStorm does not keep who answered.
 */
export const isInquiry = ({ record, action }: Run): boolean =>
  action === 'core.ask' || runnerOf(record) === 'inquirer';

type Decision = EventOf<'approval.decided'>['decision'];

const NO = /^(?:no|n|false|0|reject(?:ed)?|den(?:y|ied)|declined?|abort(?:ed)?|stop|cancel(?:led)?)$/i;

/** A no anywhere in the answer is a no; an answer that says nothing of the kind let the workflow go on. */
const decisionOf = ({ status, result }: Run): Decision | undefined => {
  if (status === 'timeout' || status === 'abandoned' || status === 'failed') return 'expired';
  if (status === 'canceled') return 'rejected';
  if (status !== 'succeeded') return undefined;
  const answers = Object.values(fieldsOf(at(result, 'response')));
  const refused = answers.some((one) => one === false || (typeof one === 'string' && NO.test(one.trim())));
  return refused ? 'rejected' : 'granted';
};

const subjectOf = (run: Run, setting: StackstormSetting) => {
  const { links, ...told } = common(run, setting);
  return {
    ...told,
    links: linkList(linkTo.execution(run.execution), ...(links ?? [])),
    asked: askedBy({ ...fieldsOf(run.result), ...run.parameters }, setting),
    // What waits is the ticket, where the question names one; else the question itself.
    item: mentionsIn(JSON.stringify(run.parameters).slice(0, 20_000)).items[0] ?? `approval:${run.execution}`,
  };
};

export const inquiryEvents = (run: Run, setting: StackstormSetting): DeliveryEvent[] => {
  const askedAt = loggedAt(run.record, 'pending') ?? run.startedAt;
  const decision = decisionOf(run);
  return [
    ...(askedAt ? askedEvents(run, setting, askedAt) : []),
    ...(decision && run.endedAt ? answeredEvents(run, setting, { decision, answeredAt: run.endedAt }) : []),
  ];
};

const askedEvents = (run: Run, setting: StackstormSetting, askedAt: string): DeliveryEvent[] => {
  const { asked, item, ...told } = subjectOf(run, setting);
  const shared = { ...told, at: askedAt, revision: revisionAt(askedAt, run.endedAt) };
  return [
    {
      ...shared,
      type: 'approval.requested',
      id: eventId('approval.requested', run.execution),
      approval: run.execution,
      reviewers: asked.length > 0 ? asked : undefined,
    },
    {
      ...shared,
      type: 'handoff.offered',
      id: eventId('handoff.offered', run.execution),
      item,
      from: told.initiator?.id ?? told.actor?.id,
      to: asked[0],
    },
  ];
};

interface Answer {
  readonly decision: Decision;
  readonly answeredAt: string;
}

const answeredEvents = (
  run: Run,
  setting: StackstormSetting,
  { decision, answeredAt }: Answer,
): DeliveryEvent[] => {
  const { asked, item, actor, initiator, ...told } = subjectOf(run, setting);
  const responder = decision === 'expired' ? undefined : responderOf(at(run.result, 'response'), setting);
  const human = initiator ?? (actor?.kind === 'human' ? actor : undefined);
  const shared = {
    ...told,
    at: answeredAt,
    actor: responder,
    initiator: human?.id === responder?.id ? undefined : human,
    revision: revisionAt(answeredAt),
  };
  const handoff = { ...shared, item, from: human?.id ?? actor?.id, to: responder?.id ?? asked[0] };
  const decided: DeliveryEvent = {
    ...shared,
    type: 'approval.decided',
    id: eventId('approval.decided', run.execution),
    approval: run.execution,
    decision,
  };
  if (decision === 'granted') {
    return [
      decided,
      { ...handoff, type: 'handoff.accepted', id: eventId('handoff.accepted', run.execution) },
    ];
  }
  const reason = decision === 'expired' ? 'Nobody answered in time' : 'The answer was no';
  return [
    decided,
    { ...handoff, type: 'handoff.returned', id: eventId('handoff.returned', run.execution), reason },
  ];
};
