import { cdTypeOf } from '../../events/cdevents/cd-event.js';
import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { jobAt, ofPlugin } from './build.js';
import { interpretBuild } from './interpret.js';
import { buildId, type JenkinsSetting, outcomeOf, SOURCE } from './parts.js';
import type { PluginEvent } from './payload.js';

/** An event of the CDEvents plug-in; it gives the start and the end of a run one id, so type and number make the fact. */
export const interpretPluginEvent = (event: PluginEvent, setting: JenkinsSetting): Told => {
  const name = cdTypeOf(event.type)?.name;
  if (name === 'pipelinerun.queued')
    return ignored('A run that waits in the queue has no number yet; its start will tell of it.');
  if (name === 'taskrun.started')
    return ignored('The start of a step has another id than its end, which tells of it.');
  if (name === 'taskrun.finished') return interpretStep(event, setting);
  if (name !== 'pipelinerun.started' && name !== 'pipelinerun.finished')
    return ignored(`Nothing is derived from ${event.type.slice(0, 200)} of the CDEvents plug-in.`);
  const build = ofPlugin(event, name === 'pipelinerun.finished');
  return build
    ? interpretBuild(build, setting)
    : ignored('The event does not name its job and the number of its build.');
};

const NODE = /\/(\d+)\/execution\/node\/(\w+)/;

/** A step of a pipeline: a run below the build's. */
const interpretStep = (event: PluginEvent, setting: JenkinsSetting): Told => {
  const address = event.data?.stageNodeUrl ?? '';
  const [, number, node] = NODE.exec(address) ?? [];
  const job = jobAt(address);
  const outcome = outcomeOf(event.outcome);
  if (!job || !number || !node) return ignored('The event does not name its job and its step.');
  if (!event.time || !outcome) return ignored('The event does not say when or how the step ended.');
  const build = buildId(setting.source, job, Number(number));
  const execution = `${build}/${node}`;
  return told({
    type: 'execution.finished',
    id: eventId('execution.finished', execution),
    at: event.time,
    source: SOURCE,
    execution,
    action: event.data?.stageName ?? job,
    outcome,
    links: linkList(linkTo.execution(build)),
  });
};
