import { z } from 'zod';
import { isZone } from '../instants.js';
import { serviceMap } from '../service-map.js';

export const wilySettings = z.object({
  /** Alerts, applications, agents and vertices by name or id, each with the service it stands for. */
  services: serviceMap,
  /** Where the manager's clock hangs, for times without an offset; an IANA name. */
  zone: z.string().refine(isZone, 'is no time zone, such as Europe/Berlin').default('UTC'),
});
export type WilySettings = z.output<typeof wilySettings>;
