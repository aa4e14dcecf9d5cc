import { linkList, linksIn, linkTo, mentionsIn } from '../../events/links.js';
import { overrideOf } from '../../events/override.js';
import type { Actor } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts } from './facts.js';
import { arnParts, codeCommitRepo, factId, lastName, SOURCE } from './ids.js';
import { textAt, textsAt } from './json.js';
import type { CodeCommitRecord } from './payload.js';

/** The caller's ARN; CodeCommit let the caller in, but a role's session name is the caller's own choice. */
const callerOf = (arn: string | undefined): Actor | undefined => {
  const { account, resource } = arnParts(arn);
  const name = lastName(arn);
  if (!arn?.startsWith('arn:') || !name) return undefined;
  const confidence = resource.startsWith('user/') ? 'authenticated' : 'asserted';
  return { id: `aws:${account ?? ''}/${name}`, name, kind: 'human', confidence };
};

const SHA = /^[0-9a-f]{7,64}$/;
const shaAt = (facts: Facts, name: string): string | undefined => {
  const sha = textAt(facts.detail, name);
  return sha && SHA.test(sha) ? sha : undefined;
};
const branchOf = (reference: string | undefined): string | undefined =>
  reference?.replace(/^refs\/heads\//, '');

/** Tips without author and time are no commits; who moved which branch is still worth knowing. */
const referenceMoved = (facts: Facts): Told => {
  const { detail, place, at } = facts;
  const [name, reference] = [textAt(detail, 'repositoryName'), textAt(detail, 'referenceFullName')];
  if (!name || !reference) return ignored('The event names no branch of a repository.');
  const repo = codeCommitRepo(place.region, name);
  const to = shaAt(facts, 'commitId');
  const resource = `${repo}@${reference}`;
  return told({
    ...base(facts),
    type: 'resource.changed',
    id: factId('resource.changed', resource, to ?? 'deleted', at),
    actor: callerOf(textAt(detail, 'callerUserArn')),
    resource,
    kind: 'branch',
    name: reference,
    from: shaAt(facts, 'oldCommitId') ?? 'absent',
    to: textAt(detail, 'event') === 'referenceDeleted' ? 'absent' : to,
    links: linkList(to && linkTo.commit(repo, to)),
  });
};

/** The same by a trigger of the repository. */
export const interpretTrigger = (record: CodeCommitRecord): Told => {
  const repoName = lastName(record.eventSourceARN);
  if (record.eventName === 'TriggerEventTest')
    return ignored('CodeCommit only tries whether its trigger reaches us.');
  if (!record.eventTime || !repoName) return ignored('The trigger names neither a time nor a repository.');
  const at = record.eventTime;
  const repo = codeCommitRepo(record.awsRegion, repoName);
  const events = (record.codecommit?.references ?? []).flatMap(({ ref, commit, created, deleted }) => {
    if (!ref) return [];
    const resource = `${repo}@${ref}`;
    const sha = commit && SHA.test(commit) ? commit : undefined;
    return [
      {
        at,
        source: SOURCE,
        type: 'resource.changed' as const,
        id: factId('resource.changed', resource, deleted ? 'deleted' : (sha ?? ''), at),
        actor: callerOf(record.userIdentityARN),
        resource,
        kind: 'branch',
        name: ref,
        from: created ? 'absent' : undefined,
        to: deleted ? 'absent' : sha,
        links: linkList(sha && linkTo.commit(repo, sha)),
      },
    ];
  });
  return events.length > 0 ? told(...events) : ignored('The trigger names no branch.');
};

const requestIn = (facts: Facts) => {
  const { detail, place } = facts;
  const change = textAt(detail, 'pullRequestId');
  const name = textsAt(detail, 'repositoryNames')[0] ?? arnParts(facts.event.resources[0]).resource;
  if (!change || !name) return undefined;
  const [title, branch] = [textAt(detail, 'title'), branchOf(textAt(detail, 'sourceReference'))];
  const items = mentionsIn(title, branch, textAt(detail, 'description')).items;
  return {
    ...base(facts),
    actor: callerOf(textAt(detail, 'callerUserArn')),
    repo: codeCommitRepo(place.region, name),
    change,
    title,
    branch,
    items: items.length > 0 ? items : undefined,
    links: linkList(...linksIn(title, branch, textAt(detail, 'description'))),
  };
};

const requestMoved = (facts: Facts): Told => {
  const found = requestIn(facts);
  if (!found) return ignored('The event names no pull request of a repository.');
  const { branch, ...request } = found;
  const what = textAt(facts.detail, 'event');
  const [repo, change, at] = [request.repo, request.change, facts.at];
  const headSha = shaAt(facts, 'sourceCommit');
  if (what === 'pullRequestCreated')
    return told({ ...request, branch, type: 'change.opened', id: factId('change.opened', repo, change) });
  if (what === 'pullRequestSourceBranchUpdated') {
    const id = factId('change.updated', repo, change, headSha ?? at);
    return told({ ...request, type: 'change.updated', id, action: 'synchronized', headSha });
  }
  if (what === 'pullRequestApprovalStateChanged') {
    const decision = textAt(facts.detail, 'approvalStatus') === 'APPROVE' ? 'approved' : 'dismissed';
    const id = factId('change.reviewed', repo, change, request.actor?.id, at);
    return told({ ...request, type: 'change.reviewed', id, decision, headSha });
  }
  if (textAt(facts.detail, 'isMerged') === 'True') {
    const mergeSha = shaAt(facts, 'mergeCommitId');
    return told({
      ...request,
      type: 'change.merged',
      id: factId('change.merged', repo, change),
      headSha,
      mergeSha,
    });
  }
  if (what === 'pullRequestStatusChanged' && textAt(facts.detail, 'pullRequestStatus') === 'Closed')
    return told({ ...request, type: 'change.abandoned', id: factId('change.abandoned', repo, change) });
  if (what === 'pullRequestApprovalRuleOverridden') {
    const target = branchOf(textAt(facts.detail, 'destinationReference'));
    const { source, actor } = request;
    return told(overrideOf({ source, at, actor, repo, branch: target, change, sha: headSha, detail: what }));
  }
  return ignored(`Nothing is derived from ${what ?? 'what is not told'} of a pull request.`);
};

export const commitEvents: EventRules<Told> = [
  ['CodeCommit Repository State Change', referenceMoved],
  ['CodeCommit Pull Request State Change', requestMoved],
];
