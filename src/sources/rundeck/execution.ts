import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo, mentionsIn } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { type Fields, nameOf, revisionAt } from '../reading.js';
import { deploymentOf, matchesAny } from '../run-rules.js';
import { personOf } from './people.js';
import { type Told, toldOf } from './record.js';
import { definitionId, executionId, type RundeckSetting, SOURCE } from './settings.js';

export const interpretExecution = (
  record: Fields,
  setting: RundeckSetting,
  trigger?: string,
): readonly DeliveryEvent[] | string => {
  const told = toldOf(record, trigger);
  if (!told) return 'The record of an execution has no id, so nothing can be tied to it';
  if (!told.startedAt && !told.endedAt) return `The execution ${told.id} says no time`;
  const runs = [startedOf(told, setting), finishedOf(told, setting)].filter((run) => run !== undefined);
  const values = { options: told.options, project: told.project, job: told.job, user: told.user };
  return [
    ...runs,
    ...runs.flatMap((run) => deploymentOf(run, setting.settings.deployments, values) ?? []),
    ...accessOf(told, setting),
    ...approvalOf(told, setting),
  ];
};

const isScheduled = ({ record }: Told): boolean => record['executionType'] === 'scheduled';

/** A schedule runs under the account of whoever saved it: that person allowed it and did not do it. */
const peopleOf = (told: Told, setting: RundeckSetting): { actor?: Actor; authorizer?: Actor } => {
  const person = personOf(told.user, setting);
  return isScheduled(told) ? { authorizer: person } : { actor: person };
};

const searched = (told: Told): string =>
  JSON.stringify([told.options, told.record['argstring'] ?? '', told.record['description'] ?? '']).slice(
    0,
    20_000,
  );

const about = (told: Told, setting: RundeckSetting) => ({
  source: SOURCE,
  ...peopleOf(told, setting),
  execution: executionId(setting, told.id),
  action: told.job ?? (isCommand(told) ? 'command' : undefined),
  kind: told.job ? 'job' : isCommand(told) ? 'command' : undefined,
  trigger: isScheduled(told) ? 'schedule' : undefined,
  hosts: told.hosts,
  url: told.url,
  links: linkList(...linksIn(searched(told)), definitionOf(told, setting)),
});

/** By its id, which almost every record tells: as every run has it, it is told under one name only. */
const definitionOf = ({ job, jobId, project }: Told, setting: RundeckSetting): string | undefined => {
  const name = jobId ?? (job && project && `${project}/${job}`);
  return name && linkTo.definition(definitionId(setting, name));
};

/** Every telling of a start is alike, so none is a correction: what one of them adds (that it is late) stays. */
const startedOf = (told: Told, setting: RundeckSetting): EventOf<'execution.started'> | undefined =>
  told.startedAt
    ? {
        ...about(told, setting),
        type: 'execution.started',
        id: eventId('execution.started', SOURCE, setting.source, told.id),
        at: told.startedAt,
        overdue: told.trigger === 'avgduration' || undefined,
      }
    : undefined;

/** A notification says no end: it was no earlier than the start, and any telling that knows it is a later revision. */
const finishedOf = (told: Told, setting: RundeckSetting): EventOf<'execution.finished'> | undefined => {
  const ended = told.endedAt ?? told.startedAt;
  if (!told.outcome || !ended || told.trigger === 'start' || told.trigger === 'avgduration') return undefined;
  const run = about(told, setting);
  const aborter = personOf(nameOf(told.record['abortedby']) ?? nameOf(told.record['abortedBy']), setting);
  return {
    ...run,
    ...(aborter && aborter.id !== run.actor?.id ? { actor: aborter, initiator: run.actor } : {}),
    type: 'execution.finished',
    id: eventId('execution.finished', SOURCE, setting.source, told.id),
    at: ended,
    startedAt: told.startedAt,
    outcome: told.outcome,
    revision: told.endedAt ? revisionAt(told.endedAt) : 0,
  };
};

/** Somebody typed it, since it says whose it is and of which job it is not. */
const isCommand = (told: Told): boolean => told.job === undefined && told.user !== undefined;

const accessOf = (told: Told, setting: RundeckSetting): DeliveryEvent[] => {
  if (!isCommand(told)) return [];
  const hosts: readonly (string | undefined)[] = told.hosts ?? [undefined];
  return hosts.flatMap((host) => accessTo(host, told, setting));
};

const accessTo = (host: string | undefined, told: Told, setting: RundeckSetting): DeliveryEvent[] => {
  const execution = executionId(setting, told.id);
  const shared = {
    source: SOURCE,
    ...peopleOf(told, setting),
    access: host ? `${execution}/${host}` : execution,
    host,
    ticket: mentionsIn(searched(told)).items[0],
    url: told.url,
    links: linkList(linkTo.execution(execution), ...linksIn(searched(told))),
  };
  const events: DeliveryEvent[] = [];
  if (told.startedAt) {
    events.push({
      ...shared,
      type: 'access.opened',
      id: eventId('access.opened', shared.access),
      at: told.startedAt,
    });
  }
  if (told.endedAt) {
    events.push({
      ...shared,
      type: 'access.closed',
      id: eventId('access.closed', shared.access),
      at: told.endedAt,
    });
  }
  return events;
};

/** A job that a person called an approval: who ran it said yes, and no where it failed. */
const approvalOf = (told: Told, setting: RundeckSetting): DeliveryEvent[] => {
  const finished = finishedOf(told, setting);
  if (!finished || isScheduled(told) || !matchesAny(setting.settings.approvals, told.job)) return [];
  const { execution, at, revision, url } = finished;
  return [
    {
      type: 'approval.decided',
      id: eventId('approval.decided', execution),
      source: SOURCE,
      at,
      approval: execution,
      decision: told.outcome === 'success' ? 'granted' : 'rejected',
      actor: personOf(told.user, setting),
      revision,
      url,
      links: linkList(linkTo.execution(execution), ...linksIn(searched(told))),
    },
  ];
};
