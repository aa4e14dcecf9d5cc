import { ArgsType, Field } from '@nestjs/graphql';
import { PageArgs } from '../schema/connection.js';
import { EvidenceOf } from '../schema/enums.js';

@ArgsType()
export class EvidenceArgs extends PageArgs {
  @Field(() => EvidenceOf, { nullable: true, defaultValue: EvidenceOf.INCLUDED })
  of?: keyof typeof EvidenceOf | null;
}

@ArgsType()
export class RateEvidenceArgs extends PageArgs {
  @Field(() => EvidenceOf, { nullable: true, defaultValue: EvidenceOf.NUMERATOR })
  of?: keyof typeof EvidenceOf | null;
}
