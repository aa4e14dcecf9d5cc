import { z } from 'zod';
import {
  looseInstant,
  looseList,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

const container = z.object({ image: z.string().min(1) });
const podSpec = looseObject({ containers: looseList(container), initContainers: looseList(container) });
const template = looseObject({ spec: podSpec });

const condition = z.object({
  type: looseText,
  status: looseText,
  reason: looseText,
  message: looseText,
  lastUpdateTime: looseInstant,
  lastTransitionTime: looseInstant,
});

/** Any object of a cluster, as far as we look into it; in the request of a patch most of it is missing. */
export const clusterObject = z.object({
  kind: looseText,
  metadata: looseObject({
    name: looseText,
    namespace: looseText,
    uid: looseText,
    generation: looseNumber,
    creationTimestamp: looseInstant,
    labels: looseRecord,
    annotations: looseRecord,
  }),
  spec: looseObject({
    template,
    containers: looseList(container),
    jobTemplate: looseObject({ spec: looseObject({ template }) }),
    replicas: looseNumber,
  }),
  status: looseObject({
    observedGeneration: looseNumber,
    availableReplicas: looseNumber,
    updatedReplicas: looseNumber,
    replicas: looseNumber,
    conditions: looseList(condition),
  }),
  roleRef: looseObject({ kind: looseText, name: looseText }),
  subjects: looseList(z.object({ kind: looseText, name: looseText, namespace: looseText })),
});
export type ClusterObject = z.output<typeof clusterObject>;

const maybeObject = z
  .unknown()
  .optional()
  .transform((value) => clusterObject.safeParse(value).data);

const user = looseObject({ username: looseText, groups: looseList(z.string()) });

/** One event of the audit log, of any version of `audit.k8s.io`. */
export const auditEvent = z.object({
  auditID: looseText,
  stage: looseText,
  verb: looseText,
  requestURI: looseText,
  user,
  impersonatedUser: user,
  sourceIPs: looseList(z.string()),
  objectRef: looseObject({
    resource: looseText,
    subresource: looseText,
    namespace: looseText,
    name: looseText,
    apiGroup: looseText,
  }),
  responseStatus: looseObject({ code: looseNumber, reason: looseText }),
  requestObject: maybeObject,
  responseObject: maybeObject,
  requestReceivedTimestamp: looseInstant,
  stageTimestamp: looseInstant,
  timestamp: looseInstant,
  annotations: looseRecord,
});
export type AuditEvent = z.output<typeof auditEvent>;

/** What stands in a delivery, out of its wrapping. */
export type Entry =
  | { readonly is: 'audit'; readonly event: AuditEvent; readonly cluster?: string | undefined }
  | { readonly is: 'object'; readonly object: ClusterObject }
  | { readonly is: 'other'; readonly what: string };
