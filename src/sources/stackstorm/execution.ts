import { eventId } from '../../events/event-id.js';
import { linkList, linkTo, mentionsIn } from '../../events/links.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { type Fields, revisionAt, type Told } from '../reading.js';
import { deploymentOf, matchesAny } from '../run-rules.js';
import { inquiryEvents, isInquiry } from './inquiry.js';
import { common, kindOf, type Run, runOf, triggerOf } from './run.js';
import { SOURCE, type StackstormSetting } from './settings.js';

export const interpretExecution = (record: Fields, setting: StackstormSetting): Told => {
  const run = runOf(record, setting);
  if (!run) return 'The record of an execution has no id, so nothing can be tied to it';
  if (!run.startedAt && !run.endedAt) return `The execution ${run.id} says no time`;
  const runs = [startedOf(run, setting), finishedOf(run, setting)].filter((event) => event !== undefined);
  const values = { parameters: run.parameters, result: run.result, context: record['context'] };
  const deployments = runs.flatMap(
    (event) => deploymentOf(event, setting.settings.deployments, values) ?? [],
  );
  return [
    ...runs,
    ...deployments,
    ...accessOf(run, setting),
    ...(isInquiry(run) ? inquiryEvents(run, setting) : []),
  ];
};

const about = (run: Run, setting: StackstormSetting) => ({
  ...common(run, setting),
  execution: run.execution,
  action: run.action,
  kind: kindOf(run),
  parent: run.parent,
  trigger: triggerOf(run),
  hosts: run.hosts,
});

const startedOf = (run: Run, setting: StackstormSetting): EventOf<'execution.started'> | undefined =>
  run.startedAt
    ? {
        ...about(run, setting),
        type: 'execution.started',
        id: eventId('execution.started', SOURCE, setting.source, run.id),
        at: run.startedAt,
        revision: revisionAt(run.startedAt, run.endedAt),
      }
    : undefined;

/** Where no end is told it was no earlier than the start; any telling that knows the end is a later revision. */
const finishedOf = (run: Run, setting: StackstormSetting): EventOf<'execution.finished'> | undefined => {
  const { outcome, startedAt, endedAt } = run;
  const ended = endedAt ?? startedAt;
  if (!outcome || !ended) return undefined;
  return {
    ...about(run, setting),
    type: 'execution.finished',
    id: eventId('execution.finished', SOURCE, setting.source, run.id),
    at: ended,
    outcome,
    startedAt,
    revision: endedAt ? revisionAt(endedAt) : 0,
  };
};

/** A command that somebody ran on a host by hand. As a step of a workflow it is the workflow's own doing. */
const accessOf = (run: Run, setting: StackstormSetting): DeliveryEvent[] => {
  if (run.parent || !matchesAny(setting.settings.access, run.action)) return [];
  const hosts: readonly (string | undefined)[] = run.hosts ?? [undefined];
  return hosts.flatMap((host) => accessTo(host, run, setting));
};

const accessTo = (host: string | undefined, run: Run, setting: StackstormSetting): DeliveryEvent[] => {
  const { links, ...told } = common(run, setting);
  const shared = {
    ...told,
    access: host ? `${run.execution}/${host}` : run.execution,
    host,
    ticket: mentionsIn(JSON.stringify(run.parameters).slice(0, 20_000)).items[0],
    links: linkList(linkTo.execution(run.execution), ...(links ?? [])),
  };
  const events: DeliveryEvent[] = [];
  if (run.startedAt) {
    const id = eventId('access.opened', shared.access);
    const revision = revisionAt(run.startedAt, run.endedAt);
    events.push({ ...shared, type: 'access.opened', id, at: run.startedAt, revision });
  }
  if (run.endedAt) {
    const id = eventId('access.closed', shared.access);
    events.push({ ...shared, type: 'access.closed', id, at: run.endedAt, revision: revisionAt(run.endedAt) });
  }
  return events;
};
