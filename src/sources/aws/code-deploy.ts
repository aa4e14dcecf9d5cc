import { linkList, linkTo } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts, isBeginning, outcomeOf } from './facts.js';
import { factId, thingId } from './ids.js';
import { textAt } from './json.js';
import { environmentOf, serviceOf } from './settings.js';

const deploymentIn = ({ detail, settings }: Facts) => {
  const deployment = textAt(detail, 'deploymentId');
  const application = textAt(detail, 'application');
  const group = textAt(detail, 'deploymentGroup');
  if (!deployment || !application || !group) return undefined;
  const environment = environmentOf(settings, group) ?? group;
  return { deployment, service: serviceOf(settings, application), environment };
};

/** A pipeline may tell the same deployment by the names of its own parts. */
const BY_ITSELF = { revision: 1 };

const NAMELESS = 'The event names no deployment of an application to a group.';

const deploymentMoved = (facts: Facts): Told => {
  const found = deploymentIn(facts);
  if (!found) return ignored(NAMELESS);
  const state = textAt(facts.detail, 'state');
  const outcome = outcomeOf(state);
  const kind = /rollback/i.test(textAt(facts.detail, 'creator') ?? '') ? 'rollback' : 'deploy';
  if (outcome) {
    const id = factId('deployment.finished', 'codedeploy', found.deployment);
    return told({ ...base(facts), ...found, ...BY_ITSELF, type: 'deployment.finished', id, outcome, kind });
  }
  if (!isBeginning(state)) return ignored(`The state ${state ?? 'that is not told'} ends no deployment.`);
  const id = factId('deployment.started', 'codedeploy', found.deployment);
  return told({ ...base(facts), ...found, ...BY_ITSELF, type: 'deployment.started', id });
};

/** A deployment on one of its servers is an execution there, tied to the deployment. */
const instanceMoved = (facts: Facts): Told => {
  const found = deploymentIn(facts);
  const host = textAt(facts.detail, 'instanceId');
  if (!found || !host) return ignored(NAMELESS);
  const { deployment, service, environment } = found;
  const execution = thingId(facts.place, 'codedeploy', deployment, host);
  const ran = {
    ...base(facts),
    execution,
    action: `codedeploy:${textAt(facts.detail, 'application')}`,
    service,
    environment,
    hosts: [host],
    links: linkList(linkTo.deployment(service, environment, deployment)),
  };
  const state = textAt(facts.detail, 'state');
  const outcome = outcomeOf(state);
  if (outcome)
    return told({ ...ran, type: 'execution.finished', id: factId('execution.finished', execution), outcome });
  if (!isBeginning(state))
    return ignored(`The state ${state ?? 'that is not told'} ends nothing on the instance.`);
  return told({ ...ran, type: 'execution.started', id: factId('execution.started', execution) });
};

export const deployEvents: EventRules<Told> = [
  ['CodeDeploy Deployment State-change Notification', deploymentMoved],
  ['CodeDeploy Instance State-change Notification', instanceMoved],
];
