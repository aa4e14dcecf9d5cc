import { Field, Int, ObjectType } from '@nestjs/graphql';
import { AuditEntry } from './audit-entry.js';

@ObjectType()
export class KindCount {
  @Field(() => String)
  kind!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType('Population', {
  description: 'A complete list, frozen: asked again as of `asOf` it has the same lines, count and hash.',
})
export class PopulationView {
  @Field(() => Date)
  asOf!: Date;

  @Field(() => String, { description: 'What was asked, as canonical JSON.' })
  question!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => String, {
    description: 'SHA-256 of the NDJSON export of the same filter (`GET /audit.ndjson`), hexadecimal.',
  })
  hash!: string;

  @Field(() => [KindCount])
  byKind!: readonly KindCount[];

  @Field(() => [String], { description: 'What may be missing in it, as far as is known.' })
  doubts!: readonly string[];
}

@ObjectType({ description: 'One line that was drawn.' })
export class DrawnEntry {
  @Field(() => String, { description: 'SHA-256 of seed, place and id of the line, each with a line feed.' })
  rank!: string;

  @Field(() => AuditEntry)
  entry!: AuditEntry;
}

@ObjectType({
  description:
    'Lines drawn from a population: those with the smallest ranks. docs/audit/redraw.mjs draws them again.',
})
export class Sample {
  @Field(() => String)
  seed!: string;

  @Field(() => PopulationView)
  population!: PopulationView;

  @Field(() => [DrawnEntry], { description: 'By rank.' })
  drawn!: readonly DrawnEntry[];
}
