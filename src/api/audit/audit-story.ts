import { Field, ObjectType } from '@nestjs/graphql';
import { Evidence } from '../changes/evidence.js';
import { AuditEntry } from './audit-entry.js';

@ObjectType({
  description: 'One line of the audit trail with everything that was told of it and of what led to it.',
})
export class AuditStory {
  @Field(() => Date, { description: 'The recording time that it stands on.' })
  asOf!: Date;

  @Field(() => AuditEntry)
  entry!: AuditEntry;

  @Field(() => [Evidence], { description: 'By time, in whatever system.' })
  timeline!: Evidence[];

  @Field(() => [String], { description: 'Links that so many events share that they are not followed.' })
  leftOut!: string[];
}
