import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';

export const workshopsQuery = graphql(`
  query Workshops {
    workshops { id title createdAt createdBy importedBy lastSequence }
  }
`);

export const workshopQuery = graphql(`
  query WorkshopById($id: ID!) {
    workshop(id: $id) { id title createdAt createdBy importedAt importedBy }
  }
`);

export const streamsQuery = graphql(`
  query WorkshopStreams {
    valueStreams { name }
  }
`);

export const createWorkshop = graphql(`
  mutation CreateWorkshop($title: String!, $participant: ID!, $name: String!) {
    createWorkshop(title: $title, participant: $participant, name: $name) { id }
  }
`);

export const importWorkshop = graphql(`
  mutation ImportWorkshop($file: String!) {
    importWorkshop(file: $file) { id }
  }
`);

export const editWorkshop = graphql(`
  mutation EditWorkshop($workshop: ID!, $participant: ID!, $name: String!, $edits: [WorkshopEditInput!]!) {
    editWorkshop(workshop: $workshop, participant: $participant, name: $name, edits: $edits) {
      id sequence field value at participant name
    }
  }
`);

export const draftWorkshop = graphql(`
  mutation DraftWorkshop(
    $workshop: ID!, $participant: ID!, $name: String!, $filter: FlowFilter!, $stream: String,
    $kind: FlowItemKind, $only: String
  ) {
    draftWorkshop(
      workshop: $workshop, participant: $participant, name: $name, filter: $filter, stream: $stream,
      kind: $kind, only: $only
    ) { sequence }
  }
`);

export const saveFuture = graphql(`
  mutation SaveFuture(
    $workshop: ID!, $participant: ID!, $name: String!, $title: String!, $changes: [WhatIfChange!]!
  ) {
    saveFuture(workshop: $workshop, participant: $participant, name: $name, title: $title, changes: $changes) {
      sequence
    }
  }
`);

export const compareFuture = graphql(`
  mutation CompareFuture($workshop: ID!, $participant: ID!, $name: String!, $future: ID!) {
    compareFuture(workshop: $workshop, participant: $participant, name: $name, future: $future) { sequence }
  }
`);

export const whatIfQuery = graphql(`
  query WorkshopWhatIf(
    $filter: FlowFilter!, $stream: String, $kind: FlowItemKind, $only: String, $changes: [WhatIfChange!]!
  ) {
    whatIf(filter: $filter, stream: $stream, kind: $kind, only: $only, changes: $changes) {
      n
      excluded { reason count }
      zone
      asOf
      recorded { flowTime { n p50 p85 p95 mean } histogram { fromSeconds toSeconds n } }
      predicted { flowTime { n p50 p85 p95 mean } histogram { fromSeconds toSeconds n } }
    }
  }
`);

export const followWorkshop = `subscription Follow($id: ID!, $after: Int, $participant: ID, $name: String) {
  workshopEdits(id: $id, after: $after, participant: $participant, name: $name) {
    edits { id sequence field value at participant name }
    sequence
    people { participant name }
  }
}`;

export type WorkshopRow = ResultOf<typeof workshopsQuery>['workshops'][number];
export type ToldEdit = ResultOf<typeof editWorkshop>['editWorkshop'][number];
export type WhatIfAnswer = ResultOf<typeof whatIfQuery>['whatIf'];
export type WhatIfChange = VariablesOf<typeof whatIfQuery>['changes'][number];

export interface News {
  edits: ToldEdit[];
  sequence: number;
  people: { participant: string; name: string }[];
}
