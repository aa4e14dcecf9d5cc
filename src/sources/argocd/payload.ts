import { z } from 'zod';
import {
  looseFlag,
  looseInstant,
  looseList,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

const gitSource = looseObject({
  repoURL: looseText,
  path: looseText,
  targetRevision: looseText,
  chart: looseText,
});
const initiatedBy = looseObject({ username: looseText, automated: looseFlag });
const revisions = looseList(z.string());

const entry = z.object({
  id: looseNumber,
  revision: looseText,
  revisions,
  deployedAt: looseInstant,
  deployStartedAt: looseInstant,
  source: gitSource,
  initiatedBy,
});
export type HistoryEntry = z.output<typeof entry>;

const operationState = looseObject({
  phase: looseText,
  message: looseText,
  startedAt: looseInstant,
  finishedAt: looseInstant,
  operation: looseObject({
    initiatedBy,
    sync: looseObject({ revision: looseText, revisions, dryRun: looseFlag }),
    info: looseList(z.object({ name: looseText, value: looseText })),
  }),
  syncResult: looseObject({ revision: looseText, revisions, source: gitSource }),
});

/** An Application with its state, as far as we look into it. */
export const application = z.object({
  metadata: looseObject({
    name: looseText,
    namespace: looseText,
    uid: looseText,
    labels: looseRecord,
    annotations: looseRecord,
  }),
  spec: looseObject({
    source: gitSource,
    sources: looseList(z.object({ repoURL: looseText, path: looseText, chart: looseText })),
    destination: looseObject({ server: looseText, name: looseText, namespace: looseText }),
    project: looseText,
  }),
  status: looseObject({
    health: looseObject({ status: looseText, message: looseText, lastTransitionTime: looseInstant }),
    sync: looseObject({ status: looseText, revision: looseText }),
    history: looseList(entry),
    operationState,
    reconciledAt: looseInstant,
    summary: looseObject({ images: looseList(z.string()) }),
  }),
});
export type Application = z.output<typeof application>;
export type Operation = NonNullable<NonNullable<Application['status']>['operationState']>;
