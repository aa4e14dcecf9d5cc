import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { Page, PageRequest } from '../../metrics/page.js';

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: '1 to 500.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The `endCursor` of the page before.' })
  after?: string | null;
}

interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page of a list as GraphQL shows it. `totalCount` is counted only when it is asked for. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: Promise<number> | number;
}

export const connectionOf = <T>(
  { cursors, hasNextPage, endCursor }: Omit<Page<unknown>, 'rows'>,
  nodes: readonly T[],
  count: () => Promise<number> | number,
): Connection<T> => ({
  edges: nodes.map((node, i) => ({ cursor: cursors[i]!, node })),
  nodes,
  pageInfo: { hasNextPage, endCursor },
  get totalCount() {
    return count();
  },
});

/** The GraphQL types of a connection, named after its nodes. */
export const connectionType = <T>(name: string, node: () => Type<T>): Type<Connection<T>> => {
  @ObjectType(`${name}Edge`)
  class EdgeType implements Edge<T> {
    @Field(() => String)
    cursor!: string;

    @Field(node)
    node!: T;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType implements Connection<T> {
    @Field(() => [EdgeType])
    edges!: EdgeType[];

    @Field(() => [node()])
    nodes!: T[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: Connection<T>['totalCount'];
  }
  return ConnectionType;
};
