import { UseFilters } from '@nestjs/common';
import { Context, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';

@ObjectType({ description: 'Who asks.' })
class Viewer {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: '`admin`, `auditor` or `reader`.' })
  role!: string;
}

@UseFilters(PassOn)
@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who asks, and what they may therefore do.' })
  viewer(@Context() context: CallerContext): Viewer {
    return requireRole(context, ['admin', 'auditor', 'reader'], 'ask');
  }
}
