import { graphql, type ResultOf } from '../api/graphql.js';
import { toldEvent } from '../changes/told-event.js';

const someone = graphql(`
  fragment Someone on AuditActor @_unmask {
    id
    name
    confidence
    resolved
    bot
    person { id name }
    teams { team line }
  }
`);

export const verdictFragment = graphql(`
  fragment GivenVerdict on Finding @_unmask {
    policy
    policyTitle
    version
    verdict
    sentence
    evidence
    subject
    title
    about
    service
    environment
    at
    recordedAt
    asOf
    recheckAt
    controls { framework reference }
    exception { by until why }
  }
`);

const entry = graphql(
  `
  fragment Act on AuditEntry @_unmask {
    id
    kind
    detail
    at
    startedAt
    initiator { ...Someone }
    actor { ...Someone }
    authorizer { ...Someone }
    service
    environment
    hosts
    title
    artifact
    digest
    version
    repo
    commit
    change
    tickets
    outcome
    before
    after
    parent
    url
    evidence
  }
`,
  [someone],
);

export const trailQuery = graphql(
  `
  query Trail($filter: AuditFilter!, $after: String) {
    auditTrail(filter: $filter, first: 30, after: $after) {
      nodes {
        ...Act
        findings { policy verdict }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
  [entry],
);

export const trailCountQuery = graphql(`
  query TrailCount($filter: AuditFilter!) {
    auditTrail(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

export const entryQuery = graphql(
  `
  query Entry($id: ID!, $asOf: DateTime) {
    auditEntry(id: $id, asOf: $asOf) {
      asOf
      leftOut
      entry {
        ...Act
        approvals { decision at event by { ...Someone } }
        verifications { suite outcome at event }
        findings { ...GivenVerdict }
      }
      timeline { ...ToldEvent }
    }
  }
`,
  [entry, someone, verdictFragment, toldEvent],
);

/** The same without the events: for a page that shows the story otherwise. */
export const answersQuery = graphql(
  `
  query Answers($id: ID!, $asOf: DateTime) {
    auditEntry(id: $id, asOf: $asOf) {
      asOf
      entry {
        ...Act
        approvals { decision at event by { ...Someone } }
        verifications { suite outcome at event }
        findings { ...GivenVerdict }
      }
    }
  }
`,
  [entry, someone, verdictFragment],
);

export const peopleQuery = graphql(`
  query People {
    people(first: 500) {
      nodes { id name }
    }
    teams { id name }
  }
`);

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      role
    }
  }
`);

export const eventsQuery = graphql(
  `
  query Events($ids: [String!]!) {
    events(ids: $ids) { ...ToldEvent }
  }
`,
  [toldEvent],
);

export type ListedAct = ResultOf<typeof trailQuery>['auditTrail']['nodes'][number];
export type Act = ResultOf<typeof entry>;
export type Someone = ResultOf<typeof someone>;
export type AnsweredAct = NonNullable<ResultOf<typeof answersQuery>['auditEntry']>['entry'];
export type GivenVerdict = ResultOf<typeof verdictFragment>;
