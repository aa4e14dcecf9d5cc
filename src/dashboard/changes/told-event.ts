import { graphql } from '../api/graphql.js';

/** An event of a story with its proof, as the timeline shows it. */
export const toldEvent = graphql(`
  fragment ToldEvent on Evidence @_unmask {
    id
    type
    at
    recordedAt
    source
    deliveryKey
    digest
    actor { id name resolved bot person { id name } }
    initiator { id name resolved bot person { id name } }
    title
    url
    data
  }
`);
