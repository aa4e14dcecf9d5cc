import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts, isBeginning, outcomeOf } from './facts.js';
import { arnParts, factId, lastName, pipelineThing } from './ids.js';
import { textAt } from './json.js';
import { environmentOf, serviceOf } from './settings.js';

/** The user whose ARN a trigger names. */
const triggeredBy = (detail: Facts['detail']): DeliveryEvent['actor'] => {
  const arn = textAt(detail, 'execution-trigger', 'trigger-detail');
  const { account, resource } = arnParts(arn);
  const name = lastName(arn);
  return arn?.startsWith('arn:') && name && /^(?:user|assumed-role)\//.test(resource)
    ? { id: `aws:${account}/${name}`, name, kind: 'human', confidence: 'asserted' }
    : undefined;
};

const pipelineRan = (facts: Facts): Told => {
  const { detail, place } = facts;
  const [pipeline, id, state] = [
    textAt(detail, 'pipeline'),
    textAt(detail, 'execution-id'),
    textAt(detail, 'state'),
  ];
  if (!pipeline || !id) return ignored('The event names no execution of a pipeline.');
  const execution = pipelineThing(place, pipeline, id);
  const ran = {
    ...base(facts),
    execution,
    action: `codepipeline:${pipeline}`,
    initiator: triggeredBy(detail),
  };
  const outcome = outcomeOf(state);
  if (outcome)
    return told({ ...ran, type: 'execution.finished', id: factId('execution.finished', execution), outcome });
  if (!isBeginning(state)) return ignored(`The state ${state ?? 'that is not told'} ends no execution.`);
  return told({ ...ran, type: 'execution.started', id: factId('execution.started', execution) });
};

/** One action of a pipeline's execution. */
interface Action {
  readonly facts: Facts;
  readonly pipeline: string;
  readonly stage: string;
  readonly execution: string;
  readonly gate: string;
  readonly state: string | undefined;
  readonly links: string[] | undefined;
}

const actionOf = (facts: Facts): Action | undefined => {
  const { detail, place } = facts;
  const [pipeline, id, stage, action] = ['pipeline', 'execution-id', 'stage', 'action'].map((name) =>
    textAt(detail, name),
  );
  if (!pipeline || !id || !stage || !action) return undefined;
  const gate = pipelineThing(place, pipeline, stage, action);
  const outside = textAt(detail, 'execution-result', 'external-execution-id');
  return {
    facts,
    pipeline,
    stage,
    execution: pipelineThing(place, pipeline, id, stage, action),
    gate,
    state: textAt(detail, 'state'),
    links: linkList(
      linkTo.execution(pipelineThing(place, pipeline, id)),
      ...linksIn(outside, textAt(detail, 'execution-result', 'external-execution-summary')),
    ),
  };
};

const actionRan = (facts: Facts): Told => {
  const action = actionOf(facts);
  if (!action) return ignored('The event names no action of a pipeline.');
  const { state } = action;
  if (!isBeginning(state) && !outcomeOf(state))
    return ignored(
      `The state ${state ?? 'that is not told'} is neither the beginning nor the end of an action.`,
    );
  const category = textAt(facts.detail, 'type', 'category');
  if (category === 'Approval') return told(approval(action));
  if (category === 'Deploy') return told(execution(action), deployment(action));
  return told(execution(action), category === 'Test' ? verification(action) : undefined);
};

const execution = ({ facts, execution, gate, state, links }: Action): DeliveryEvent => {
  const ran = {
    ...base(facts),
    execution,
    action: gate.split('/codepipeline/')[1],
    url: textAt(facts.detail, 'execution-result', 'external-execution-url'),
    links,
  };
  const outcome = outcomeOf(state);
  return outcome
    ? { ...ran, type: 'execution.finished', id: factId('execution.finished', execution), outcome }
    : { ...ran, type: 'execution.started', id: factId('execution.started', execution) };
};

const approval = ({ facts, execution, gate, pipeline, stage, state, links }: Action): DeliveryEvent => {
  const asked = {
    ...base(facts),
    approval: execution,
    service: serviceOf(facts.settings, pipeline),
    environment: environmentOf(facts.settings, stage),
    links: linkList(...(links ?? []), linkTo.approval(gate)),
  };
  const outcome = outcomeOf(state);
  if (!outcome) return { ...asked, type: 'approval.requested', id: factId('approval.requested', execution) };
  const decision = outcome === 'success' ? 'granted' : outcome === 'failure' ? 'rejected' : 'expired';
  return { ...asked, type: 'approval.decided', id: factId('approval.decided', execution), decision };
};

/** What CodeDeploy does for a pipeline is one deployment, which CodeDeploy tells better than the pipeline. */
const deploymentFact = ({ facts: { detail }, execution }: Action): string[] | undefined => {
  if (textAt(detail, 'type', 'provider') !== 'CodeDeploy') return [execution];
  const id = textAt(detail, 'execution-result', 'external-execution-id');
  return id ? ['codedeploy', id] : undefined;
};

/** A stage that deploys stands for the environment, the pipeline for the service, unless a person named better ones. */
const deployment = (action: Action): DeliveryEvent | undefined => {
  const { facts, execution, pipeline, stage, state, links } = action;
  const fact = deploymentFact(action);
  if (!fact) return undefined;
  const deployed = {
    ...base(facts),
    service: serviceOf(facts.settings, pipeline),
    environment: environmentOf(facts.settings, stage) ?? stage,
    deployment: fact.at(-1) ?? execution,
    links: linkList(...(links ?? []), linkTo.execution(execution)),
  };
  const outcome = outcomeOf(state);
  return outcome
    ? {
        ...deployed,
        type: 'deployment.finished',
        id: factId('deployment.finished', ...fact),
        outcome,
        kind: 'deploy',
      }
    : { ...deployed, type: 'deployment.started', id: factId('deployment.started', ...fact) };
};

const verification = ({ facts, execution, gate, state, links }: Action): DeliveryEvent | undefined => {
  const outcome = outcomeOf(state);
  return (
    outcome && {
      ...base(facts),
      type: 'verification.finished',
      id: factId('verification.finished', execution),
      suite: gate.split('/codepipeline/')[1] ?? gate,
      outcome,
      links,
    }
  );
};

export const pipelineEvents: EventRules<Told> = [
  ['CodePipeline Pipeline Execution State Change', pipelineRan],
  ['CodePipeline Action Execution State Change', actionRan],
  [
    'CodePipeline Stage Execution State Change',
    () => ignored('What happens in a stage is told by its actions.'),
  ],
];
