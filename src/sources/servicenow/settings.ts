import { z } from 'zod';
import { serviceMap } from '../service-map.js';

const states = z.array(z.string().min(1)).optional();

export const servicenowSettings = z.object({
  /** Configuration items by name or sys_id, each with the service that it stands for. */
  services: serviceMap,
  /** Where changes are applied, for approvals: a change request does not tell. */
  environment: z.string().min(1).optional(),
  /** States, by what people see or by number, in which somebody works; default: those that ServiceNow ships. */
  activeStates: states,
  closedStates: states,
});
export type ServicenowSettings = z.output<typeof servicenowSettings>;
