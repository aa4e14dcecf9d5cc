import { argocd } from './argocd/index.js';
import { aws } from './aws/index.js';
import { awx } from './awx/index.js';
import { azuredevops } from './azuredevops/index.js';
import { bitbucket } from './bitbucket/index.js';
import { cdevents } from './cdevents/index.js';
import { circleci } from './circleci/index.js';
import { cloudevents } from './cloudevents/index.js';
import { docker } from './docker/index.js';
import { eventlog } from './eventlog/index.js';
import { git } from './git/index.js';
import { github } from './github/index.js';
import { gitlab } from './gitlab/index.js';
import { hubot } from './hubot/index.js';
import { irc } from './irc/index.js';
import { jenkins } from './jenkins/index.js';
import { jira } from './jira/index.js';
import { kubernetes } from './kubernetes/index.js';
import { mapping } from './mapping/index.js';
import { newrelic } from './newrelic/index.js';
import { openstack } from './openstack/index.js';
import { packages } from './packages/index.js';
import { pagerduty } from './pagerduty/index.js';
import { people } from './people/index.js';
import { puppet } from './puppet/index.js';
import { rundeck } from './rundeck/index.js';
import { servicenow } from './servicenow/index.js';
import { shellAccess } from './shell-access/index.js';
import { slack } from './slack/index.js';
import type { AnySource } from './source.js';
import { stackstorm } from './stackstorm/index.js';
import { terraform } from './terraform/index.js';
import { wily } from './wily/index.js';

/** Every system that can be a source, one line each. */
export const sources: readonly AnySource[] = [
  argocd,
  aws,
  awx,
  azuredevops,
  bitbucket,
  cdevents,
  circleci,
  cloudevents,
  docker,
  eventlog,
  git,
  github,
  gitlab,
  hubot,
  irc,
  jenkins,
  jira,
  kubernetes,
  mapping,
  newrelic,
  openstack,
  packages,
  pagerduty,
  people,
  puppet,
  rundeck,
  servicenow,
  shellAccess,
  slack,
  stackstorm,
  terraform,
  wily,
];

const byId = new Map(sources.map((source) => [source.id, source]));

export const findSource = (id: string): AnySource | undefined => byId.get(id);
