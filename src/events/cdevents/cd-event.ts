import { z } from 'zod';
import type { Actor } from '../vocabulary.js';

/** Absent, null and empty all mean "not said": senders differ in how they leave a field out. */
export const saidText = z
  .string()
  .max(100_000)
  .nullish()
  .transform((text) => text || undefined);

/** A reference to another subject; `source` tells where its `id` is unique. */
const ref = z.object({ id: z.string().min(1).max(1_000), source: saidText });
export type Ref = z.output<typeof ref>;

export const saidRef = ref.nullish().transform((reference) => reference ?? undefined);

/**
 * The common part of every CDEvent, of any version: `context.version` became `context.specversion` in 0.5, and
 * `subject.type` came and went, so none of them is asked for.
 */
export const cdEvent = z.object({
  context: z.object({
    id: z.string().min(1).max(1_000),
    source: z.string().min(1).max(10_000),
    type: z.string().min(1).max(1_000),
    timestamp: z.iso.datetime({ offset: true }),
    chainId: saidText,
  }),
  subject: ref.extend({ content: z.unknown().optional() }),
  customData: z.unknown().optional(),
});

/** A CDEvent and, where its CloudEvents envelope says so (extension `authcontext`), who caused it. */
export type CdEvent = z.output<typeof cdEvent> & { readonly cause?: Actor };

const TYPE = /^dev\.cdevents(x?)\.([a-z0-9-]+)\.([a-z]+)(?:\.\d.*)?$/i;

/** The kind of a CDEvent without its version, in lower case: `service.deployed`, or `mytool-resource.created`. */
export interface CdType {
  readonly custom: boolean;
  readonly name: string;
}

/** @returns undefined when `type` is not the type of a CDEvent. */
export const cdTypeOf = (type: string): CdType | undefined => {
  const parts = TYPE.exec(type);
  return parts ? { custom: parts[1] !== '', name: `${parts[2]}.${parts[3]}`.toLowerCase() } : undefined;
};
