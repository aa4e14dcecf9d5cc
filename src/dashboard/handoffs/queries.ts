import { graphql, type ResultOf } from '../api/graphql.js';
import { definitionParts } from '../flow/queries.js';

/** Whether anything was handed over or waits, at any level, and when last. */
export const anyQuery = graphql(`
  query AnyHandoffs($filter: FlowFilter!) {
    people: handoffs(filter: $filter, level: PERSON, first: 1) { nodes { at } }
    teams: handoffs(filter: $filter, level: TEAM, first: 1) { nodes { at } }
    lines: handoffs(filter: $filter, level: LINE, first: 1) { nodes { at } }
    held: waiting(filter: $filter, level: PERSON, first: 1) { nodes { lastAt } }
    heldByTeams: waiting(filter: $filter, level: TEAM, first: 1) { nodes { lastAt } }
  }
`);

export const matrixQuery = graphql(
  `
    query Matrix($filter: FlowFilter!, $level: HandoffLevel!, $time: WaitTime!) {
      handoffMatrix(filter: $filter, level: $level, time: $time) {
        handoffs
        items
        n
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        waits { waitP50 waitP85 waitTotal }
        cells { from to count waitP50 waitP85 waitMean waitTotal bounceRate }
        queues { holder count oldest ageP50 }
      }
    }
  `,
  [definitionParts],
);

export const bottlenecksQuery = graphql(
  `
    query Bottlenecks($filter: FlowFilter!, $level: HandoffLevel!, $time: WaitTime!) {
      bottlenecks(filter: $filter, level: $level, time: $time, first: 10) {
        handoffs
        n
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        waitTotal
        cells { from to count waitP50 waitP85 waitTotal share arrivals departures }
      }
    }
  `,
  [definitionParts],
);

export const handoffsQuery = graphql(`
  query Handoffs(
    $filter: FlowFilter!, $level: HandoffLevel!, $time: WaitTime!, $from: String, $to: String, $after: String
  ) {
    handoffs(filter: $filter, level: $level, time: $time, from: $from, to: $to, first: 50, after: $after) {
      totalCount
      nodes { id item title from to since at wait bounced }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const waitingQuery = graphql(`
  query Waiting($filter: FlowFilter!, $level: HandoffLevel!, $holder: String, $after: String) {
    waiting(filter: $filter, level: $level, holder: $holder, first: 50, after: $after) {
      totalCount
      nodes { item title holder awaits since age }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type Matrix = ResultOf<typeof matrixQuery>['handoffMatrix'];
export type Cell = Matrix['cells'][number];
export type Queue = Matrix['queues'][number];
export type Bottlenecks = ResultOf<typeof bottlenecksQuery>['bottlenecks'];
export type AnyHandoffs = ResultOf<typeof anyQuery>;
export type HandoffRow = ResultOf<typeof handoffsQuery>['handoffs']['nodes'][number];
export type WaitingRow = ResultOf<typeof waitingQuery>['waiting']['nodes'][number];
