import { ArgsType, Field } from '@nestjs/graphql';
import { PageArgs } from '../schema/connection.js';
import { EvidenceOf } from '../schema/enums.js';

@ArgsType()
export class EvidenceArgs extends PageArgs {
  @Field(() => EvidenceOf, { defaultValue: EvidenceOf.INCLUDED })
  of: keyof typeof EvidenceOf = 'INCLUDED';
}

@ArgsType()
export class RateEvidenceArgs extends PageArgs {
  @Field(() => EvidenceOf, { defaultValue: EvidenceOf.NUMERATOR })
  of: keyof typeof EvidenceOf = 'NUMERATOR';
}
