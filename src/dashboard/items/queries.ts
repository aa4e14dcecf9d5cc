import { graphql } from '../api/graphql.js';
import { toldEvent } from '../changes/told-event.js';

export const itemQuery = graphql(
  `
    query ItemStory($id: ID!, $asOf: DateTime) {
      item(id: $id, asOf: $asOf) {
        item
        title
        leftOut
        timeline { ...ToldEvent }
      }
    }
  `,
  [toldEvent],
);
