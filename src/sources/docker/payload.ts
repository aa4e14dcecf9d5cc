import { z } from 'zod';
import { instantOf, listOf, looseInstant, looseNumber, looseObject, looseText } from '../../support/loose.js';

const target = looseObject({
  mediaType: looseText,
  digest: looseText,
  repository: looseText,
  tag: looseText,
  url: looseText,
});

/** One event of a registry's notification; a deletion of older registries has no more than its target. */
export const registryEvent = z.object({
  id: looseText,
  timestamp: looseInstant,
  action: looseText,
  target,
  request: looseObject({ id: looseText, addr: looseText, host: looseText, useragent: looseText }),
  actor: looseObject({ name: looseText }),
});
export type RegistryEvent = z.output<typeof registryEvent>;

/** Docker Hub counts seconds since 1970, with decimals in old payloads. */
const seconds = looseNumber.transform((value) =>
  value === undefined ? undefined : instantOf(Math.round(value * 1_000)),
);

export const hubPush = z.object({
  push_data: z.object({ pushed_at: seconds, pusher: looseText, tag: looseText }),
  repository: z.object({ repo_name: z.string().min(1), repo_url: looseText }),
});
export type HubPush = z.output<typeof hubPush>;

export const dockerPayload = z.union([
  z
    .object({ events: listOf(registryEvent) })
    .transform(({ events }) => ({ kind: 'registry' as const, events })),
  hubPush.transform((push) => ({ kind: 'hub' as const, push })),
  z
    .object({ target: z.object({}).loose() })
    .loose()
    .transform((event) => ({ kind: 'registry' as const, events: [registryEvent.parse(event)] })),
]);
export type DockerPayload = z.output<typeof dockerPayload>;
