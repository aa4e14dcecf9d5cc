import { z } from 'zod';

/** Which service, and where, a person says that a name of the system stands for. */
const place = z.union([
  z
    .string()
    .min(1)
    .transform((service) => ({ service, environment: undefined })),
  z.object({ service: z.string().min(1), environment: z.string().min(1).optional() }),
]);

/** Names or ids of the system, each with a service: `{ "PF9KMXH": "shop" }` or `{ service, environment }`. */
export const serviceMap = z.record(z.string(), place).default({});
export type ServiceMap = z.output<typeof serviceMap>;

export interface Place {
  readonly service: string | undefined;
  readonly environment: string | undefined;
}

/** @param names what the system calls it, the most exact first; the last known one stands in where the map knows none. */
export const placeOf = (map: ServiceMap, ...names: readonly (string | undefined)[]): Place => {
  const known = names.filter((name): name is string => name !== undefined && name !== '');
  const mapped = known.find((name) => Object.hasOwn(map, name));
  const told = mapped === undefined ? undefined : map[mapped];
  return { service: told?.service ?? known.at(-1), environment: told?.environment };
};
