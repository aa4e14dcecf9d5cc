import { azuredevops } from '../../src/sources/azuredevops/index.js';
import { describeCollected } from '../support/collected.js';

describeCollected(azuredevops, [
  'build.complete.json',
  'devlake_azuredevops_go_api_builds.json',
  'devlake_azuredevops_go_api_pull_requests.json',
  'devlake_azuredevops_go_api_timeline_records.json',
  'git.pullrequest.created.json',
  'git.pullrequest.updated.json',
  'git.push.json',
  'pipelines.approval-completed.json',
  'pipelines.run-state-changed.json',
  'release.deployment-approval-pending.json',
  'workitem.created.json',
  'workitem.updated.json',
]);
