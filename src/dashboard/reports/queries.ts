import { graphql, type ResultOf } from '../api/graphql.js';

const run = graphql(`
  fragment RunOf on Report @_unmask {
    id
    report
    period
    from
    to
    asOf
    requestedBy
    requestedAt
    state
    step
    done
    total
    attempts
    error
    dataSha256
    finishedAt
  }
`);

export const reportsQuery = graphql(
  `
  query Reports($report: String, $period: String, $after: String) {
    reports {
      definitions { name title audience cron zone nextRunAt sections outputs }
      refused
      runs(report: $report, period: $period, first: 30, after: $after) {
        totalCount
        nodes { ...RunOf }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  [run],
);

export const reportQuery = graphql(
  `
  query Report($id: ID!) {
    report(id: $id) {
      ...RunOf
      outputs { format file size sha256 path }
    }
    reports {
      definitions { name title }
    }
  }
`,
  [run],
);

export const deliveriesQuery = graphql(`
  query Deliveries($id: ID!) {
    report(id: $id) {
      id
      deliveries { recipient state attempts sentAt error }
    }
  }
`);

export const changedSinceQuery = graphql(`
  query ChangedSince($id: ID!) {
    report(id: $id) {
      id
      changedSince {
        since
        until
        lateEvents
        figures { figure title was now moves { unit what difference events } }
      }
    }
  }
`);

/** Runs of the same report, to compare with. */
export const runsOfQuery = graphql(`
  query RunsOf($report: String!) {
    reports {
      runs(report: $report, state: DONE, first: 100) {
        nodes { id period asOf }
      }
    }
  }
`);

export const runReportMutation = graphql(`
  mutation RunReport($report: String!, $period: String!, $asOf: DateTime) {
    runReport(report: $report, period: $period, asOf: $asOf) { id }
  }
`);

export type ReportsView = ResultOf<typeof reportsQuery>['reports'];
export type Definition = ReportsView['definitions'][number];
export type Run = ResultOf<typeof run>;
export type WholeRun = NonNullable<ResultOf<typeof reportQuery>['report']>;
export type ChangedSince = NonNullable<
  NonNullable<ResultOf<typeof changedSinceQuery>['report']>['changedSince']
>;
