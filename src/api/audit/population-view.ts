import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Stratum as DrawnStratum } from '../../audit/strata.js';
import type { StratumName } from '../../audit/stratum.js';
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

export const STRATUM_NAMES = {
  EMERGENCY: 'emergency',
  HIGH_RISK: 'high-risk',
  OUT_OF_HOURS: 'out-of-hours',
  OTHERS: 'others',
} as const satisfies Record<string, StratumName>;

export const Stratum = Object.fromEntries(Object.keys(STRATUM_NAMES).map((name) => [name, name])) as {
  [K in keyof typeof STRATUM_NAMES]: K;
};
registerEnumType(Stratum, {
  name: 'Stratum',
  description:
    'A line is in the first that it fits. EMERGENCY: its ticket calls itself so. HIGH_RISK: the last word on the risk of its ticket is high or critical. OUT_OF_HOURS: outside of the office hours.',
});

@InputType({ description: 'How many lines of one stratum.' })
export class StratumSize {
  @Field(() => Stratum)
  stratum!: keyof typeof Stratum;

  @Field(() => Int, { description: '1 to 500.' })
  size!: number;
}

@ObjectType({ description: 'The part of a sample that was drawn from one stratum.' })
export class SampledStratum {
  @Field(() => Stratum)
  stratum!: keyof typeof Stratum;

  @Field(() => Int, { description: 'Lines of the population that are in it.' })
  count!: number;

  @Field(() => String, {
    description: 'What it was drawn by: the seed, a blank and the name of the stratum.',
  })
  seed!: string;

  @Field(() => String, {
    description: 'SHA-256 over place and id of its lines, each with a line feed, the newest first.',
  })
  hash!: string;

  @Field(() => Int)
  drawn!: number;
}

export const stratumView = ({ name, population, seed, hash, drawn }: DrawnStratum): SampledStratum => ({
  stratum: strata.find((one) => STRATUM_NAMES[one] === name)!,
  ...{ count: population, seed, hash, drawn: drawn.length },
});

const strata = Object.keys(STRATUM_NAMES) as (keyof typeof Stratum)[];

@ObjectType({
  description:
    'Lines drawn from a population: those with the smallest ranks. docs/audit/redraw.mjs draws them again.',
})
export class Sample {
  @Field(() => String)
  seed!: string;

  @Field(() => PopulationView)
  population!: PopulationView;

  @Field(() => [DrawnEntry], { description: 'By rank, stratum by stratum.' })
  drawn!: readonly DrawnEntry[];

  @Field(() => [SampledStratum], { description: 'Empty where it was not drawn by strata.' })
  strata!: readonly SampledStratum[];
}
