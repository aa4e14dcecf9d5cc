import { graphql, type ResultOf } from '../api/graphql.js';
import { verdictFragment } from '../trail/queries.js';

export const controlsQuery = graphql(`
  query Controls($filter: FlowFilter!) {
    controls(filter: $filter) {
      asOf
      appliedAt
      controls { policy title version on about controls { framework reference } }
      cells { policy service pass fail exception unknown }
    }
  }
`);

export const findingsQuery = graphql(
  `
  query Findings($filter: FlowFilter!, $policies: [String!], $verdicts: [Verdict!], $after: String) {
    findings(filter: $filter, policies: $policies, verdicts: $verdicts, first: 30, after: $after) {
      totalCount
      nodes { ...GivenVerdict }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
  [verdictFragment],
);

export const exceptionsQuery = graphql(`
  query Exceptions {
    exceptions { id policy changes services environments by from until why expired }
    controls { controls { policy title on } }
  }
`);

export const grantMutation = graphql(`
  mutation GrantException(
    $policy: String!
    $changes: [String!]
    $services: [String!]
    $environments: [String!]
    $until: DateTime!
    $why: String!
  ) {
    grantException(
      policy: $policy
      changes: $changes
      services: $services
      environments: $environments
      until: $until
      why: $why
    ) { id }
  }
`);

export const revokeMutation = graphql(`
  mutation RevokeException($id: String!) {
    revokeException(id: $id) { id }
  }
`);

export const populationQuery = graphql(`
  query Population($filter: AuditFilter!) {
    population(filter: $filter) {
      asOf
      question
      count
      hash
      byKind { kind count }
      doubts
    }
  }
`);

export const sightingsQuery = graphql(`
  query Sightings($filter: AuditFilter!) {
    sightings(filter: $filter) {
      count
      groups { sources count examples }
    }
  }
`);

export const sampleQuery = graphql(`
  query Sample($filter: AuditFilter!, $seed: String!, $size: Int!) {
    sample(filter: $filter, seed: $seed, size: $size) {
      seed
      population { asOf count hash }
      drawn {
        rank
        entry { id kind title at service environment outcome }
      }
    }
  }
`);

export const environmentQuery = graphql(`
  query EnvironmentAt($service: String, $environment: String, $host: String, $at: DateTime!, $asOf: DateTime) {
    environmentAt(service: $service, environment: $environment, host: $host, at: $at, asOf: $asOf) {
      at
      asOf
      parts { host part environment value since notBefore origin announcement putBy shells evidence repo commit digest }
      drift { part values { value hosts } }
    }
  }
`);

export const readingsQuery = graphql(`
  query Readings($after: String) {
    auditReadings(first: 50, after: $after) {
      totalCount
      nodes { id at reader role what question }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type ControlsView = ResultOf<typeof controlsQuery>['controls'];
export type Control = ControlsView['controls'][number];
export type Cell = ControlsView['cells'][number];
export type GrantedException = ResultOf<typeof exceptionsQuery>['exceptions'][number];
export type Population = ResultOf<typeof populationQuery>['population'];
export type Sightings = ResultOf<typeof sightingsQuery>['sightings'];
export type Sample = ResultOf<typeof sampleQuery>['sample'];
export type EnvironmentState = ResultOf<typeof environmentQuery>['environmentAt'];
