import { linkList, linkTo } from '../../events/links.js';
import type { EventOf } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import { type Call, callId, common, mentioned } from './call.js';
import { arnOf, factId, lastName, pipelineThing } from './ids.js';
import { type Json, objectAt, textAt } from './json.js';
import { environmentOf, serviceOf } from './settings.js';

const functionOf = ({ record, place }: Call) => {
  const told =
    textAt(record.requestParameters, 'functionName') ?? textAt(record.responseElements, 'functionName');
  const name = told && (told.startsWith('arn:') ? told.split(':')[6] : told.split(':')[0]);
  return name ? { name, arn: arnOf(place, 'lambda', `function:${name}`) } : undefined;
};

const UNNAMED = 'The call names no function.';

/** A function runs in its account, which is its environment as long as no person named a better one. */
const deployed = (call: Call, kind: EventOf<'deployment.finished'>['kind'], alias?: string): Told => {
  const found = functionOf(call);
  if (!found) return ignored(UNNAMED);
  const { record, settings, place } = call;
  const answer = record.responseElements;
  const digest = textAt(answer, 'codeSha256');
  return told({
    ...common(call),
    type: 'deployment.finished',
    id: callId('deployment.finished', call),
    service: serviceOf(settings, found.name),
    environment: environmentOf(settings, alias, place.account) ?? 'aws',
    deployment: record.eventID,
    version: textAt(answer, 'functionVersion') ?? textAt(answer, 'version'),
    outcome: 'success',
    kind,
    links: linkList(
      digest && linkTo.digest(digest),
      ...(mentioned(textAt(answer, 'description'), textAt(record.requestParameters, 'description')) ?? []),
    ),
  });
};

const published = (call: Call): Told => {
  const found = functionOf(call);
  const version = textAt(call.record.responseElements, 'version');
  if (!found || !version) return ignored('PublishVersion tells no version.');
  const digest = textAt(call.record.responseElements, 'codeSha256');
  return told({
    ...common(call),
    type: 'artifact.published',
    id: factId('artifact.published', `${found.arn}:${version}`),
    artifact: `${found.arn}:${version}`,
    version,
    digest,
    links: linkList(digest && linkTo.digest(digest)),
  });
};

const changed =
  (type: 'resource.changed' | 'resource.removed') =>
  (call: Call): Told => {
    const found = functionOf(call);
    if (!found) return ignored(UNNAMED);
    return told({
      ...common(call),
      type,
      id: callId(type, call, found.arn),
      resource: found.arn,
      kind: 'function',
      name: found.name,
      detail: call.action,
    });
  };

const aliasMoved = (call: Call): Told =>
  deployed(call, 'deploy', textAt(call.record.requestParameters, 'name'));

const revisionOf = (revision: Json) => {
  const repository = textAt(revision, 'gitHubLocation', 'repository');
  const sha = textAt(revision, 'gitHubLocation', 'commitId');
  const isSha = sha !== undefined && /^[0-9a-f]{7,64}$/.test(sha);
  const repo = repository && `github.com/${repository}`;
  const version = textAt(revision, 's3Location', 'version') ?? textAt(revision, 's3Location', 'key');
  return {
    repo,
    sha: isSha ? sha : undefined,
    version: isSha ? undefined : version,
    commit: repo && isSha ? linkTo.commit(repo, sha) : undefined,
  };
};

/** Only the call tells who deployed and what; the deployment itself tells the rest by EventBridge. */
const createDeployment = (call: Call): Told => {
  const { requestParameters: asked, responseElements: answer } = call.record;
  const id = textAt(answer, 'deploymentId');
  const application = textAt(asked, 'applicationName');
  const group = textAt(asked, 'deploymentGroupName');
  if (!id || !application || !group) return ignored('CreateDeployment tells no deployment.');
  const { commit, ...revision } = revisionOf(objectAt(asked, 'revision'));
  return told({
    ...common(call),
    ...revision,
    type: 'deployment.started',
    id: factId('deployment.started', 'codedeploy', id),
    service: serviceOf(call.settings, application),
    environment: environmentOf(call.settings, group) ?? group,
    deployment: id,
    revision: 2,
    links: linkList(commit, ...(mentioned(textAt(asked, 'description')) ?? [])),
  });
};

const startPipeline = (call: Call): Told => {
  const pipeline = textAt(call.record.requestParameters, 'name');
  const id = textAt(call.record.responseElements, 'pipelineExecutionId');
  if (!pipeline || !id) return ignored('StartPipelineExecution tells no execution.');
  const execution = pipelineThing(call.place, pipeline, id);
  return told({
    ...common(call),
    type: 'execution.started',
    id: factId('execution.started', execution),
    execution,
    action: `codepipeline:${pipeline}`,
    revision: 1,
  });
};

/** An approval in a pipeline: only the call tells who decided. */
const putApproval = (call: Call): Told => {
  const { requestParameters: asked } = call.record;
  const [pipeline, stage, action] = ['pipelineName', 'stageName', 'actionName'].map((name) =>
    textAt(asked, name),
  );
  const status = textAt(asked, 'result', 'status');
  if (!pipeline || !stage || !action || !status) return ignored('PutApprovalResult tells no decision.');
  const gate = pipelineThing(call.place, pipeline, stage, action);
  return told({
    ...common(call),
    type: 'approval.decided',
    id: callId('approval.decided', call),
    approval: `${gate}/${textAt(asked, 'token') ?? call.record.eventID}`,
    service: serviceOf(call.settings, pipeline),
    decision: status === 'Approved' ? 'granted' : 'rejected',
    comment: textAt(asked, 'result', 'summary'),
    links: linkList(linkTo.approval(gate), ...(mentioned(textAt(asked, 'result', 'summary')) ?? [])),
  });
};

const imagePut = (): Told =>
  ignored('That an image was pushed is told by the registry itself (ECR Image Action).');

const serviceUpdated = (call: Call): Told => {
  const { requestParameters: asked } = call.record;
  const service = lastName(textAt(asked, 'service') ?? textAt(asked, 'serviceName'));
  if (!service) return ignored('The call names no service.');
  const cluster = lastName(textAt(asked, 'cluster')) ?? 'default';
  const resource = arnOf(call.place, 'ecs', `service/${cluster}/${service}`);
  return told({
    ...common(call),
    type: 'resource.changed',
    id: callId('resource.changed', call, resource),
    resource,
    kind: 'service',
    name: service,
    environment: environmentOf(call.settings, cluster),
    detail: call.action,
    to: textAt(asked, 'taskDefinition'),
  });
};

/** Calls by which something is delivered: functions, deployments, pipelines, containers. */
export const deliveryCalls: readonly [string, (call: Call) => Told][] = [
  ['lambda:CreateFunction', (call) => deployed(call, 'deploy')],
  ['lambda:UpdateFunctionCode', (call) => deployed(call, 'deploy')],
  ['lambda:DeleteFunction', (call) => deployed(call, 'remove')],
  ['lambda:CreateAlias', aliasMoved],
  ['lambda:UpdateAlias', aliasMoved],
  ['lambda:PublishVersion', published],
  ['lambda:UpdateFunctionConfiguration', changed('resource.changed')],
  ['codedeploy:CreateDeployment', createDeployment],
  ['codepipeline:StartPipelineExecution', startPipeline],
  ['codepipeline:PutApprovalResult', putApproval],
  ['ecr:PutImage', imagePut],
  ['ecs:UpdateService', serviceUpdated],
];
