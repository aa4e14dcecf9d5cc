import { z } from 'zod';
import { serviceMap } from '../service-map.js';

export const pagerdutySettings = z.object({
  /** Services of PagerDuty by id or name, each with ours. */
  services: serviceMap,
  /** Teams or escalation policies by id or name, each with the team that it stands for. */
  teams: z.record(z.string(), z.string().min(1)).default({}),
});
export type PagerdutySettings = z.output<typeof pagerdutySettings>;
