import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { uriPart } from '../../support/text.js';
import { deploymentBy } from '../deployment-rules.js';
import { ignored, type Told, told } from '../records.js';
import type { Build } from './build.js';
import { buildId, type JenkinsSetting, linksOf, outcomeOf, SOURCE, starterOf } from './parts.js';

/** A build is a run; of a commit it is a build too, and by its name or its tests a verification; by settings a deployment. */
export const interpretBuild = (build: Build, setting: JenkinsSetting): Told => {
  const events = [
    ...runEvents(build, setting),
    ...productEvents(build, setting),
    ...verificationEvents(build, setting),
    ...deploymentEvents(build, setting),
  ];
  if (events.length > 0) return told(...events);
  return ignored(
    `The build ${build.number} of ${build.job} does not say when it began or how and when it ended.`,
  );
};

const commonOf = (build: Build, setting: JenkinsSetting) => ({
  source: SOURCE,
  url: build.url && /^https?:/.test(build.url) ? build.url : undefined,
  actor: starterOf(build.causes, setting),
});

const executionOf = ({ job, number }: Build, { source }: JenkinsSetting): string =>
  buildId(source, job, number);

const runEvents = (build: Build, setting: JenkinsSetting): DeliveryEvent[] => {
  const execution = executionOf(build, setting);
  const links = linkList(...linksOf(build, setting));
  const common = { ...commonOf(build, setting), execution, action: build.job, links };
  const outcome = outcomeOf(build.result);
  const events: DeliveryEvent[] = [];
  if (build.startedAt)
    events.push({
      ...common,
      type: 'execution.started',
      id: eventId('execution.started', execution),
      at: build.startedAt,
    });
  if (build.finishedAt && outcome) {
    const id = eventId('execution.finished', execution);
    events.push({ ...common, type: 'execution.finished', id, at: build.finishedAt, outcome });
  }
  return events;
};

/** Links of what came out of a run: the run itself too. */
const outcomeLinks = (build: Build, setting: JenkinsSetting): string[] | undefined =>
  linkList(linkTo.execution(executionOf(build, setting)), ...linksOf(build, setting));

const MOST_ARTIFACTS = 50;

const productEvents = (build: Build, setting: JenkinsSetting): DeliveryEvent[] => {
  const outcome = outcomeOf(build.result);
  const { finishedAt: at, repo, sha, job, number } = build;
  if (!at || !outcome) return [];
  const execution = executionOf(build, setting);
  const common = { ...commonOf(build, setting), at, repo, sha, links: outcomeLinks(build, setting) };
  const built: DeliveryEvent[] = sha
    ? [
        {
          ...common,
          type: 'build.finished',
          id: eventId('build.finished', execution),
          build: execution,
          outcome,
          startedAt: build.startedAt,
        },
      ]
    : [];
  const artifacts = build.artifacts.slice(0, MOST_ARTIFACTS).map((file): DeliveryEvent => {
    const path = `${job}/${file}`.split('/').map(uriPart);
    const artifact = `pkg:generic/${path.join('/')}@${number}`;
    return {
      ...common,
      type: 'artifact.published',
      id: eventId('artifact.published', execution, file),
      artifact,
      version: String(number),
    };
  });
  return [...built, ...artifacts];
};

const verificationEvents = (build: Build, setting: JenkinsSetting): DeliveryEvent[] => {
  const { tests, finishedAt: at, job, repo, sha } = build;
  const ran = tests?.total !== undefined && tests.total > 0;
  if (!at || !(ran || setting.settings.verifications.test(job.slice(-500)))) return [];
  const outcome = ran && tests.failed ? 'failure' : outcomeOf(build.result);
  if (!outcome) return [];
  const id = eventId('verification.finished', executionOf(build, setting));
  const links = outcomeLinks(build, setting);
  return [
    {
      ...commonOf(build, setting),
      type: 'verification.finished',
      id,
      at,
      suite: job,
      outcome,
      repo,
      sha,
      links,
    },
  ];
};

const deploymentEvents = (build: Build, setting: JenkinsSetting): DeliveryEvent[] => {
  const { branch } = build;
  const deploys = deploymentBy(setting.settings.deployments, build.job, { branch, ...build.parameters });
  if (!deploys) return [];
  const { kind, ...place } = deploys;
  const deployment = executionOf(build, setting);
  const { repo, sha } = build;
  const common = {
    ...commonOf(build, setting),
    deployment,
    ...place,
    repo,
    sha,
    links: outcomeLinks(build, setting),
  };
  const events: DeliveryEvent[] = [];
  if (build.startedAt)
    events.push({
      ...common,
      type: 'deployment.started',
      id: eventId('deployment.started', deployment),
      at: build.startedAt,
    });
  const outcome = outcomeOf(build.result);
  if (build.finishedAt && outcome) {
    const id = eventId('deployment.finished', deployment);
    events.push({ ...common, type: 'deployment.finished', id, at: build.finishedAt, outcome, kind });
  }
  return events;
};
