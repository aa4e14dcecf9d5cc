import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { looseText } from '../../support/loose.js';
import { deploymentBy } from '../deployment-rules.js';
import { ignored, type Told, told } from '../records.js';
import { azureInstant, looseShape } from './parts.js';
import { executionOf, outcomeOf, runIn, type Where } from './run.js';

/** One line of a build's timeline: a stage, a job, a task. */
const timelineRecord = z.object({
  id: z.string(),
  type: looseText,
  name: looseText,
  startTime: azureInstant,
  finishTime: azureInstant,
  result: looseText,
  /** The build it is of, where a pull put it beside. */
  build: looseShape({ id: z.number(), url: looseText, definition: looseShape({ name: looseText }) }),
  log: looseShape({ url: looseText }),
});
type TimelineRecord = z.output<typeof timelineRecord>;

/** @param address where the record was read from, which names its build. */
export const timelineTold = (value: unknown, address: string | undefined, where: Where): Told => {
  const parsed = timelineRecord.safeParse(value);
  if (!parsed.success) return ignored('The timeline record has no id');
  const record = parsed.data;
  if (record.type !== 'Job')
    return ignored('Of a timeline only the jobs are told, not what is in them or around them');
  const url = record.build?.url ?? record.log?.url ?? address;
  const number = record.build ? String(record.build.id) : runIn(url);
  if (!number) return ignored('The timeline record does not tell of which build it is');
  return jobTold(record, executionOf(where.source, url, number), where);
};

const jobTold = (record: TimelineRecord, parent: string, { settings }: Where): Told => {
  const { startTime, finishTime, name = 'job' } = record;
  const action = [record.build?.definition?.name, name].filter((part) => part).join('/');
  const execution = `${parent}/jobs/${record.id}`;
  const common = { source: 'azuredevops', links: [linkTo.execution(parent), linkTo.execution(execution)] };
  const run = { ...common, execution, parent, action, kind: 'job' };
  const started: DeliveryEvent | undefined = startTime
    ? { ...run, type: 'execution.started', id: eventId('execution.started', execution), at: startTime }
    : undefined;
  const outcome = outcomeOf(record.result);
  if (!outcome || !finishTime)
    return started ? told(started) : ignored('The job has not begun, or was skipped');
  const about = { ...common, at: finishTime, outcome };
  const finished: DeliveryEvent = {
    ...run,
    ...about,
    type: 'execution.finished',
    id: eventId('execution.finished', execution),
    startedAt: startTime,
  };
  return told(
    started,
    finished,
    verified(execution, action, about, settings),
    deployed(execution, action, about, settings),
  );
};

type About = Pick<Extract<DeliveryEvent, { type: 'build.finished' }>, 'source' | 'links' | 'at' | 'outcome'>;

const verified = (
  execution: string,
  suite: string,
  about: About,
  settings: Where['settings'],
): DeliveryEvent | undefined =>
  settings.verifications.test(suite.slice(0, 500))
    ? { ...about, type: 'verification.finished', id: eventId('verification.finished', execution), suite }
    : undefined;

const deployed = (
  execution: string,
  job: string,
  about: About,
  settings: Where['settings'],
): DeliveryEvent | undefined => {
  const deploys = deploymentBy(settings.deployments, job);
  return (
    deploys && {
      ...about,
      ...deploys,
      type: 'deployment.finished',
      id: eventId('deployment.finished', execution, deploys.service, deploys.environment),
      deployment: execution,
    }
  );
};
