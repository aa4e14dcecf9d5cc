import { linkList, linksIn } from '../../events/links.js';
import type { EventOf } from '../../events/vocabulary.js';
import { arnOf, factId, type Place, SOURCE } from './ids.js';
import { type Json, listAt, textAt } from './json.js';
import { type AwsSettings, environmentOf } from './settings.js';

/** How well a telling knows how a server came or went: the call that did it names who, the group that asked for it why. */
export const BY_CALL = 2;
export const BY_GROUP = 1;

const tagged = (tags: readonly Json[], name: string): string | undefined => {
  const tag = tags.find((one) => (textAt(one, 'key') ?? textAt(one, 'Key'))?.toLowerCase() === name);
  return textAt(tag, 'value') ?? textAt(tag, 'Value');
};

/** The environment that its tags name, or that a person named for its account. */
export const environmentByTags = (
  settings: AwsSettings,
  tags: readonly Json[],
  account: string | undefined,
): string | undefined => {
  const names = settings.environmentTags.map((name) => tagged(tags, name.toLowerCase()));
  const ofAccount = account && Object.hasOwn(settings.environments, account) ? account : undefined;
  return environmentOf(settings, ...names, ofAccount);
};

/** What is known of a server of EC2 by its id alone. */
export const serverOf = (place: Place, instanceId: string) => ({
  source: SOURCE,
  resource: arnOf(place, 'ec2', `instance/${instanceId}`),
  kind: 'server',
  host: instanceId,
});

/** A server appears once, whoever tells it, so its id alone is the fact. */
export const serverCreatedId = (instanceId: string): string =>
  factId('resource.created', 'server', instanceId);
export const serverRemovedId = (instanceId: string): string =>
  factId('resource.removed', 'server', instanceId);

const aliasesOf = (instance: Json, tags: readonly Json[]): string[] | undefined => {
  const names = [
    'privateDnsName',
    'publicDnsName',
    'dnsName',
    'privateIpAddress',
    'publicIpAddress',
    'ipAddress',
  ];
  const all = [...names.map((name) => textAt(instance, name)), tagged(tags, 'name')];
  return linkList(...all);
};

/** One of the instances in the answer to RunInstances. */
export const launched = (
  place: Place,
  instance: Json,
  settings: AwsSettings,
): Omit<EventOf<'resource.created'>, 'id' | 'at'> | undefined => {
  const instanceId = textAt(instance, 'instanceId');
  if (!instanceId) return undefined;
  const tags = listAt(instance, 'tagSet');
  const what = [textAt(instance, 'instanceType'), textAt(instance, 'imageId')].filter(Boolean).join(' ');
  return {
    ...serverOf(place, instanceId),
    type: 'resource.created',
    name: tagged(tags, 'name'),
    aliases: aliasesOf(instance, tags),
    environment: environmentByTags(settings, tags, place.account),
    detail: what || undefined,
    revision: BY_CALL,
    links: linkList(...linksIn(...tags.map((tag) => textAt(tag, 'value')))),
  };
};
