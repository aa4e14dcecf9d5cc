import { ArgsType, Field } from '@nestjs/graphql';
import { Bucket } from '../schema/enums.js';
import { FlowFilterInput } from '../schema/flow-filter.js';

@ArgsType()
export class QuestionArgs {
  @Field(() => FlowFilterInput)
  filter!: FlowFilterInput;

  @Field(() => Bucket, {
    nullable: true,
    description: 'At most 2,000 buckets; needed for `buckets` and `limits`.',
  })
  bucket?: keyof typeof Bucket | null;
}
