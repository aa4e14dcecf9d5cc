import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';

@ObjectType({ description: 'The state of the ledger at one moment, as the service signed it.' })
export class LedgerCheckpoint {
  @Field(() => Float, { description: 'How many leaves it has.' })
  size!: number;

  @Field(() => String, { description: 'The root of the Merkle tree (RFC 6962), base64.' })
  root!: string;

  @Field(() => String, { description: 'When it was signed.' })
  at!: string;

  @Field(() => String, { description: 'The signed note (C2SP), to be checked with other tools.' })
  note!: string;
}

export const LedgerCheckpointConnection = connectionType('LedgerCheckpoint', () => LedgerCheckpoint);

@ObjectType({ description: 'That one telling of an event is in the ledger.' })
export class LedgerInclusion {
  @Field(() => Float, { description: 'The index of its leaf, from 0.' })
  index!: number;

  @Field(() => String, { description: 'The bytes of the leaf.' })
  leaf!: string;

  @Field(() => [String], { description: 'From the leaf to the root of the checkpoint, base64.' })
  path!: string[];

  @Field(() => LedgerCheckpoint)
  checkpoint!: LedgerCheckpoint;
}

@ObjectType({
  description:
    'How a check of the store went: daily of what is new, weekly of everything, and by `throughline ledger verify`.',
})
export class LedgerVerification {
  @Field(() => Date)
  at!: Date;

  @Field(() => Boolean, { description: 'Everything was as the service wrote it.' })
  sound!: boolean;

  @Field(() => Float, { description: 'The size of the ledger that it checked.' })
  size!: number;

  @Field(() => Float, {
    description:
      'The first leaf that it looked at: 0 when it was of the whole store, else where the one before ended.',
  })
  from!: number;

  @Field(() => Int)
  findings!: number;

  @Field(() => String, { nullable: true })
  firstFinding!: string | null;
}

@ObjectType('Ledger', { description: 'The append-only Merkle log over all accepted events.' })
export class LedgerView {
  @Field(() => String, { nullable: true, description: 'The name of the log; null before its first event.' })
  origin!: string | null;

  @Field(() => String, { nullable: true, description: 'The key that its checkpoints verify with.' })
  vkey!: string | null;

  @Field(() => Float, { description: 'How many leaves are signed.' })
  size!: number;

  @Field(() => String, { description: 'The root over all of them, base64.' })
  root!: string;

  @Field(() => LedgerCheckpoint, { nullable: true, description: 'The newest one.' })
  checkpoint!: LedgerCheckpoint | null;
}
