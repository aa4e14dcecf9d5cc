import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../graphql-env.js';

/** Queries are typed against schema.graphql; an instant is an ISO 8601 string. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string };
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';

export type FlowFilter = ReturnType<typeof graphql.scalar<'FlowFilter'>>;
export type LeadTimeDefinition = ReturnType<typeof graphql.scalar<'LeadTimeDefinition'>>;
export type Clock = ReturnType<typeof graphql.scalar<'Clock'>>;
export type Bucket = ReturnType<typeof graphql.scalar<'Bucket'>>;
export type ScrapRule = ReturnType<typeof graphql.scalar<'ScrapRule'>>;
export type EvidenceOf = ReturnType<typeof graphql.scalar<'EvidenceOf'>>;
export type HandoffLevel = ReturnType<typeof graphql.scalar<'HandoffLevel'>>;
export type VisitOrder = ReturnType<typeof graphql.scalar<'VisitOrder'>>;
export type WaitTime = ReturnType<typeof graphql.scalar<'WaitTime'>>;
export type Better = ReturnType<typeof graphql.scalar<'Better'>>;
export type AuditFilter = ReturnType<typeof graphql.scalar<'AuditFilter'>>;
export type AuditRole = ReturnType<typeof graphql.scalar<'AuditRole'>>;
export type AuditKind = ReturnType<typeof graphql.scalar<'AuditKind'>>;
export type Verdict = ReturnType<typeof graphql.scalar<'Verdict'>>;
