import { graphql, type ResultOf } from '../api/graphql.js';

export const definitionParts = graphql(`
  fragment DefinitionParts on Definition @_unmask {
    id
    version
    title
    unit
    better
    text
    sql
  }
`);

export const leadTimeQuery = graphql(
  `
    query LeadTime($filter: FlowFilter!, $definition: LeadTimeDefinition!, $clock: Clock!, $bucket: Bucket!) {
      leadTime(filter: $filter, definition: $definition, clock: $clock, bucket: $bucket) {
        p50
        p85
        p90
        n
        population
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
        variation
        limits { centre lower upper signals }
        histogram { fromSeconds toSeconds n }
        buckets { from to n p50 p85 p90 }
      }
    }
  `,
  [definitionParts],
);

export const scrapRateQuery = graphql(
  `
    query ScrapRate($filter: FlowFilter!, $bucket: Bucket!) {
      scrapRate(filter: $filter, bucket: $bucket) {
        rate
        numerator
        n
        population
        byRule { rule count }
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
        limits { centre lower upper signals }
        buckets { from to rate numerator n }
      }
    }
  `,
  [definitionParts],
);

export const deploymentsQuery = graphql(
  `
    query Deployments($filter: FlowFilter!, $bucket: Bucket!) {
      deploymentFrequency(filter: $filter, bucket: $bucket) {
        perDay
        n
        population
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
        limits { centre lower upper signals }
        buckets { from to n perDay }
      }
      changeFailureRate(filter: $filter, bucket: $bucket) {
        rate
        numerator
        n
        population
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
      }
      recoveryTime(filter: $filter, bucket: $bucket) {
        p50
        n
        population
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
      }
      deploymentReworkRate(filter: $filter, bucket: $bucket) {
        rate
        numerator
        n
        population
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        notes
      }
    }
  `,
  [definitionParts],
);

/** The six numbers of the period before, to compare with. */
export const previousQuery = graphql(`
  query Previous($filter: FlowFilter!, $definition: LeadTimeDefinition!, $clock: Clock!) {
    leadTime(filter: $filter, definition: $definition, clock: $clock) { p50 }
    scrapRate(filter: $filter) { rate }
    deploymentFrequency(filter: $filter) { perDay }
    changeFailureRate(filter: $filter) { rate }
    recoveryTime(filter: $filter) { p50 }
    deploymentReworkRate(filter: $filter) { rate }
  }
`);

export type LeadTime = ResultOf<typeof leadTimeQuery>['leadTime'];
export type ScrapRate = ResultOf<typeof scrapRateQuery>['scrapRate'];
export type Deployments = ResultOf<typeof deploymentsQuery>;
export type Frequency = Deployments['deploymentFrequency'];
export type Previous = ResultOf<typeof previousQuery>;
