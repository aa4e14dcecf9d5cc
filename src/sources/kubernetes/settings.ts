import { z } from 'zod';
import { pattern } from '../deployment-rules.js';

export const kubernetesSettings = z.object({
  /** What the cluster is called where a delivery does not say it; default: the name of the source. */
  cluster: z.string().min(1).optional(),
  /** The environment that a namespace is, matched as `CLUSTER/NAMESPACE`; default: the namespace's own name. */
  environments: z.array(z.object({ namespace: pattern, environment: z.string().min(1) })).default([]),
  /** The service that a workload is, by `NAMESPACE/NAME` or `NAME`; default: its label app.kubernetes.io/name, or its name. */
  services: z.record(z.string(), z.string().min(1)).default({}),
  /**
   * An audit log tells that a cluster took a new version, not that it runs. `accepted` counts that as the end of the
   * deployment, which the state of the object, when it is told too, corrects; `available` waits for that state.
   */
  deployed: z.enum(['accepted', 'available']).default('accepted'),
});
export type KubernetesSettings = z.output<typeof kubernetesSettings>;
