import { graphql, type ResultOf } from '../api/graphql.js';

export const sourcesQuery = graphql(`
  query Sources {
    sources {
      name
      system
      lastReceivedAt
      received
      pending
      accepted
      ignored
      rejected
      dead
      refused
      ignoredReasons { rule count }
      state
      findings { state sentence advice }
      sequences { stream first contiguousTo last gaps { from to } }
      pull { records total finishedAt error }
    }
  }
`);

/** The API pages the trouble of all sources at once; the page asks for one source at a time and picks it. */
export const troubleQuery = graphql(`
  query Trouble($after: String) {
    sources {
      name
      trouble(first: 20, after: $after) {
        totalCount
        nodes {
          key
          source
          receivedAt
          state
          reason
          advice
          attempts
          headers
          body
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export type Source = ResultOf<typeof sourcesQuery>['sources'][number];
export type Delivery = ResultOf<typeof troubleQuery>['sources'][number]['trouble']['nodes'][number];
