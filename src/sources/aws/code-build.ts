import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { Actor } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts, outcomeOf } from './facts.js';
import { factId, pipelineThing } from './ids.js';
import { type Json, objectAt, textAt } from './json.js';

const SHA = /^[0-9a-f]{7,64}$/;

/** `https://github.com/acme/shop.git` is `github.com/acme/shop`. */
const repoOf = (location: string | undefined): string | undefined =>
  location && URL.canParse(location)
    ? location.replace(/^[a-z+]+:\/\/(?:[^/@]*@)?/, '').replace(/(?:\.git)?\/?$/, '')
    : undefined;

const PIPELINE = 'codepipeline/';

/** `codepipeline/shop`, or the name of a user or role. */
const initiatorOf = (more: Json, account: string | undefined): Actor | undefined => {
  const name = textAt(more, 'initiator');
  if (!name || name.startsWith(PIPELINE)) return undefined;
  const person = name.split('/').at(-1) ?? name;
  return { id: `aws:${account ?? ''}/${person}`, name: person, kind: 'human', confidence: 'asserted' };
};

const builtIn = (facts: Facts) => {
  const { detail, place } = facts;
  const more = objectAt(detail, 'additional-information');
  const version = textAt(more, 'source-version');
  const repo = repoOf(textAt(more, 'source', 'location'));
  const sha = version && SHA.test(version) ? version : undefined;
  const initiator = textAt(more, 'initiator');
  const pipeline = initiator?.startsWith(PIPELINE) ? initiator.slice(PIPELINE.length) : undefined;
  return {
    common: {
      ...base(facts),
      actor: initiatorOf(more, place.account),
      url: textAt(more, 'logs', 'deep-link'),
    },
    repo,
    sha,
    links: linkList(
      repo && sha && linkTo.commit(repo, sha),
      pipeline && linkTo.execution(pipelineThing(place, pipeline)),
      ...linksIn(version),
    ),
  };
};

const buildMoved = (facts: Facts): Told => {
  const execution = textAt(facts.detail, 'build-id');
  const status = textAt(facts.detail, 'build-status');
  if (!execution) return ignored('The event names no build.');
  const { common, repo, sha, links } = builtIn(facts);
  const action = textAt(facts.detail, 'project-name');
  const outcome = outcomeOf(status);
  const ran = { ...common, execution, action, links };
  if (!outcome && status === 'IN_PROGRESS')
    return told({ ...ran, type: 'execution.started', id: factId('execution.started', execution) });
  if (!outcome)
    return ignored(
      `The status ${status ?? 'that is not told'} is neither the beginning nor the end of a build.`,
    );
  return told(
    { ...ran, type: 'execution.finished', id: factId('execution.finished', execution), outcome },
    {
      ...common,
      type: 'build.finished',
      id: factId('build.finished', execution),
      build: execution,
      outcome,
      repo,
      sha,
      links: linkList(...(links ?? []), linkTo.execution(execution)),
    },
  );
};

export const buildEvents: EventRules<Told> = [
  ['CodeBuild Build State Change', buildMoved],
  [
    'CodeBuild Build Phase Change',
    () => ignored('How a build ended is told by its last state, not by its phases.'),
  ],
];
