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

@ObjectType({ description: 'Deployments that the same sources saw.' })
export class Sighting {
  @Field(() => [String], { description: 'By name.' })
  sources!: readonly string[];

  @Field(() => Int)
  count!: number;

  @Field(() => [String], { description: 'Ids of the newest of them, at most ten.' })
  examples!: readonly string[];
}

@ObjectType({
  description: 'What one source saw of the deployments of a population, and the others did not.',
})
export class Sightings {
  @Field(() => Date)
  asOf!: Date;

  @Field(() => Int, { description: 'Deployments of the population.' })
  count!: number;

  @Field(() => [Sighting], { description: 'Those that the fewest sources saw first.' })
  groups!: readonly Sighting[];
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
