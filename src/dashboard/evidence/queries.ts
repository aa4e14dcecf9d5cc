import { graphql, type ResultOf } from '../api/graphql.js';

export type EvidenceSubject =
  | 'leadTime'
  | 'scrapRate'
  | 'deploymentFrequency'
  | 'changeFailureRate'
  | 'recoveryTime'
  | 'deploymentReworkRate';

const evidenceOfChanges = graphql(`
  fragment EvidenceOfChanges on ChangeConnection @_unmask {
    totalCount
    edges {
      cursor
      node {
        id
        title
        repo
        at
        seconds
        author { name id }
        deliveries { service environment deployment version deliveredAt seconds }
        scrap { rule at }
        excluded
      }
    }
    pageInfo { hasNextPage endCursor }
  }
`);

const evidenceOfDeployments = graphql(`
  fragment EvidenceOfDeployments on DeploymentConnection @_unmask {
    totalCount
    edges {
      cursor
      node {
        id
        service
        environment
        at
        outcome
        kind
        version
        sha
        url
        commits
        seconds
        failures { grade at recoveredAt }
        excluded
      }
    }
    pageInfo { hasNextPage endCursor }
  }
`);

/** The rows behind one number; which number is decided by the switches. */
export const changeEvidenceQuery = graphql(
  `
    query ChangeEvidence(
      $filter: FlowFilter!, $definition: LeadTimeDefinition, $clock: Clock, $after: String, $of: EvidenceOf!
      $leadTime: Boolean!, $scrapRate: Boolean!
    ) {
      leadTime(filter: $filter, definition: $definition, clock: $clock) @include(if: $leadTime) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfChanges }
      }
      scrapRate(filter: $filter) @include(if: $scrapRate) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfChanges }
      }
    }
  `,
  [evidenceOfChanges],
);

export const deploymentEvidenceQuery = graphql(
  `
    query DeploymentEvidence(
      $filter: FlowFilter!, $after: String, $of: EvidenceOf!
      $frequency: Boolean!, $failureRate: Boolean!, $recovery: Boolean!, $rework: Boolean!
    ) {
      deploymentFrequency(filter: $filter) @include(if: $frequency) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfDeployments }
      }
      changeFailureRate(filter: $filter) @include(if: $failureRate) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfDeployments }
      }
      recoveryTime(filter: $filter) @include(if: $recovery) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfDeployments }
      }
      deploymentReworkRate(filter: $filter) @include(if: $rework) {
        evidence(first: 50, after: $after, of: $of) { ...EvidenceOfDeployments }
      }
    }
  `,
  [evidenceOfDeployments],
);

export type ChangeEvidence = ResultOf<typeof evidenceOfChanges>;
export type DeploymentEvidence = ResultOf<typeof evidenceOfDeployments>;
