import { graphql, type ResultOf } from '../api/graphql.js';
import { definitionParts } from '../flow/queries.js';

const timeParts = graphql(`
  fragment StreamTimeParts on StreamTime @_unmask { n p50 p85 p95 mean total }
`);

/** The streams that are defined, and whether the one who looks may define others. */
export const streamsQuery = graphql(`
  query Streams {
    viewer { role }
    valueStreams { name owner version recordedAt saidBy text }
  }
`);

/** Whether any item ever came, as far as the events show. */
export const anyItemQuery = graphql(`
  query AnyItem($filter: FlowFilter!) { valueStream(filter: $filter) { n } }
`);

export const mapQuery = graphql(
  `
    query StreamMap($filter: FlowFilter!, $stream: String) {
      valueStream(filter: $filter, stream: $stream) {
        kind
        n
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        finished
        left
        load
        velocity
        flowEfficiency
        completeAndAccurate
        flowTime { ...StreamTimeParts }
        histogram { fromSeconds toSeconds n }
        steps {
          name owner visits wip completeAndAccurate rolledCompleteAndAccurate scrapRate variation
          wait { ...StreamTimeParts }
          process { ...StreamTimeParts }
          lead { ...StreamTimeParts }
          wipAge { ...StreamTimeParts }
        }
        edges { from to count wait { p50 total } }
      }
    }
  `,
  [definitionParts, timeParts],
);

const visitParts = graphql(`
  fragment VisitParts on StreamVisitConnection @_unmask {
    totalCount
    nodes { id item title step from since start stop wait process lead again sentBack holder team evidence }
    pageInfo { hasNextPage endCursor }
  }
`);

/** The visits of one step, page by page. */
export const stepVisitsQuery = graphql(
  `
    query StepVisits($filter: FlowFilter!, $stream: String, $step: String!, $order: VisitOrder!, $after: String) {
      valueStream(filter: $filter, stream: $stream) {
        step(name: $step) { evidence(first: 50, after: $after, order: $order) { ...VisitParts } }
      }
    }
  `,
  [visitParts],
);

/** The items that are at a step, page by page. */
export const openItemsQuery = graphql(`
  query StreamOpenItems($filter: FlowFilter!, $stream: String, $step: String!, $after: String) {
    valueStream(filter: $filter, stream: $stream) {
      step(name: $step) {
        openItems(first: 20, after: $after) {
          totalCount
          nodes { item title since age }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

/** The visits that came to a step straight from another, page by page. */
export const wayVisitsQuery = graphql(
  `
    query WayVisits($filter: FlowFilter!, $stream: String, $from: String, $to: String, $after: String) {
      valueStream(filter: $filter, stream: $stream) {
        edge(from: $from, to: $to) { evidence(first: 50, after: $after) { ...VisitParts } }
      }
    }
  `,
  [visitParts],
);

export const whatIfQuery = graphql(
  `
    query StreamWhatIf($filter: FlowFilter!, $stream: String, $changes: [WhatIfChange!]!) {
      whatIf(filter: $filter, stream: $stream, changes: $changes) {
        n
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        recorded { flowTime { n p50 p85 p95 mean } histogram { fromSeconds toSeconds n } }
        predicted { flowTime { n p50 p85 p95 mean } histogram { fromSeconds toSeconds n } }
      }
    }
  `,
  [definitionParts],
);

export const forecastQuery = graphql(
  `
    query StreamForecast($filter: FlowFilter!, $stream: String, $items: Int) {
      forecast(filter: $filter, stream: $stream, items: $items) {
        items
        n
        excluded { reason count }
        definition { ...DefinitionParts }
        zone
        asOf
        from
        p50
        p85
        p95
        throughput
        backTest { n covered50 covered85 covered95 }
      }
    }
  `,
  [definitionParts],
);

export const defineStream = graphql(`
  mutation DefineStream($text: String!) {
    defineStream(text: $text) { name version }
  }
`);

export type Streams = ResultOf<typeof streamsQuery>;
export type StreamAnswer = ResultOf<typeof mapQuery>['valueStream'];
export type Step = StreamAnswer['steps'][number];
export type ForecastAnswer = ResultOf<typeof forecastQuery>['forecast'];
export type Edge = StreamAnswer['edges'][number];
export type Visits = ResultOf<typeof visitParts>;
export type VisitRow = Visits['nodes'][number];
