import { ignored, type Told } from '../records.js';
import { alarmEvents } from './alarms.js';
import { buildEvents } from './code-build.js';
import { commitEvents } from './code-commit.js';
import { deployEvents } from './code-deploy.js';
import { pipelineEvents } from './code-pipeline.js';
import { commandEvents } from './commands.js';
import { complianceEvents } from './config-rules.js';
import { containerEvents } from './containers.js';
import type { Facts } from './facts.js';
import { imageEvents } from './images.js';
import type { AwsEvent } from './payload.js';
import { serverEvents } from './server-events.js';
import type { AwsSettings } from './settings.js';

const KINDS: ReadonlyMap<string, (facts: Facts) => Told> = new Map([
  ...serverEvents,
  ...commandEvents,
  ...pipelineEvents,
  ...deployEvents,
  ...buildEvents,
  ...commitEvents,
  ...containerEvents,
  ...imageEvents,
  ...complianceEvents,
  ...alarmEvents,
]);

/** One event of EventBridge; those of CloudTrail go their own way. */
export const interpretEvent = (event: AwsEvent, settings: AwsSettings): Told => {
  const kind = event['detail-type'];
  const interpret = KINDS.get(kind);
  if (!interpret) return ignored(`Nothing is derived from the event "${kind}".`);
  if (!event.time) return ignored(`The event "${kind}" does not say when it happened.`);
  const place = { account: event.account, region: event.region };
  return interpret({ event, settings, at: event.time, place, detail: event.detail });
};
