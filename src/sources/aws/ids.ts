import { eventId } from '../../events/event-id.js';
import type { EventType } from '../../events/vocabulary.js';

export const SOURCE = 'aws';

/** Account and region: within them a name is unique. */
export interface Place {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** The id of a fact of AWS. */
export const factId = (type: EventType, ...natural: readonly (string | undefined)[]): string =>
  eventId(type, SOURCE, ...natural.map((part) => part ?? ''));

/** The id of a thing: account, region and service belong to it, since names are only unique within them. */
export const thingId = ({ account, region }: Place, service: string, ...names: readonly string[]): string =>
  [`aws:${account ?? ''}`, region ?? '', service, ...names].join('/');

/** A pipeline's execution, or an action of it. */
export const pipelineThing = (place: Place, pipeline: string, ...names: readonly string[]): string =>
  thingId(place, 'codepipeline', pipeline, ...names);

const PARTITIONS: readonly [RegExp, string][] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
];

export const arnOf = ({ account, region }: Place, service: string, resource: string): string => {
  const partition = PARTITIONS.find(([pattern]) => pattern.test(region ?? ''))?.[1] ?? 'aws';
  return `arn:${partition}:${service}:${region ?? ''}:${account ?? ''}:${resource}`;
};

/** @returns account and region that an ARN names, and what comes after them. */
export const arnParts = (arn: string | undefined): Place & { readonly resource: string } => {
  const [, , , region, account, ...rest] = (arn ?? '').split(':');
  return { region: region || undefined, account: account || undefined, resource: rest.join(':') };
};

/** The last name of an ARN: `arn:aws:ecs:...:service/cluster/shop` is `shop`. */
export const lastName = (arn: string | undefined): string | undefined =>
  arn?.split(/[/:]/).at(-1) || undefined;

export const isInstanceId = (text: string | undefined): text is string =>
  text !== undefined && /^m?i-[0-9a-f]{8,40}$/.test(text);

/** As one clones it: `git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop`. */
export const codeCommitRepo = (region: string | undefined, name: string): string =>
  `git-codecommit.${region ?? 'unknown'}.amazonaws.com/v1/repos/${name}`;

export const registryOf = ({ account, region }: Place): string =>
  `${account ?? ''}.dkr.ecr.${region ?? ''}.amazonaws.com`;
