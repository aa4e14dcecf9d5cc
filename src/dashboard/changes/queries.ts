import { graphql, type ResultOf } from '../api/graphql.js';
import { verdictFragment } from '../trail/queries.js';
import { toldEvent } from './told-event.js';

export const changesQuery = graphql(`
  query Changes($filter: FlowFilter!, $search: String, $scrapped: Boolean, $after: String) {
    changes(filter: $filter, search: $search, scrapped: $scrapped, first: 30, after: $after) {
      totalCount
      nodes {
        id
        kind
        repo
        title
        at
        author { id name resolved bot person { id name } }
        deliveries { service environment deployment version deliveredAt seconds }
        scrap { rule at }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const changeQuery = graphql(
  `
  query Change($id: ID!, $asOf: DateTime) {
    change(id: $id, asOf: $asOf) {
      id
      kind
      repo
      title
      url
      at
      author { id name resolved bot person { id name } }
      services
      deliveries { service environment deployment version deliveredAt seconds }
      scrap { rule at evidence environment }
      commits { id title at author { id name resolved bot person { id name } } }
      leftOut
      findings { ...GivenVerdict }
      timeline { ...ToldEvent }
    }
  }
`,
  [verdictFragment, toldEvent],
);

export type ListedChange = ResultOf<typeof changesQuery>['changes']['nodes'][number];
export type ChangeStory = NonNullable<ResultOf<typeof changeQuery>['change']>;
export type StoryEvent = ChangeStory['timeline'][number];
