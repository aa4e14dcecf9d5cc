import type { Actor } from '../events/vocabulary.js';
import { loadAccounts, SPAN_COLUMNS } from '../projections/accounts.js';
import { LIVE, useSchema } from '../projections/projector.js';
import { mergedInto, personIdentity } from '../projections/resolve-person.js';
import { UserError } from '../support/errors.js';
import { inTransaction } from '../support/rows.js';
import { overlap, type Validity } from '../support/validity.js';
import { type SayingParts, settleSaid, storeSaid } from './said.js';

/** An administrator's word that an identity is, or is not, a person's during [from, to). */
export interface IdentityDecision {
  /** An actor's id, or `person:ID` for a whole person. */
  readonly identity: string;
  readonly person: string;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly reason?: string | null;
}

export interface MergeDecision extends IdentityDecision {
  /** What a person is called who is not known yet. */
  readonly name?: string | null;
  readonly bot?: boolean | null;
}

/** Says who people are. Every word is a delivery and becomes events; nothing is ever overwritten. */
export class PeopleRegister {
  constructor(private readonly parts: SayingParts) {}

  /**
   * Declares that an identity is a person's. `split` takes it back.
   *
   * @throws UserError `UNKNOWN_PERSON`, `ALREADY_LINKED`, `BAD_RANGE`, `CIRCLE`
   */
  async merge({ name, bot, ...decision }: MergeDecision, by: Actor): Promise<void> {
    const { identity, person } = decision;
    const span = checkedSpan(decision);
    await this.refuseUnknown(identity, person, Boolean(name));
    const { rows } = await this.parts.pool.query<Validity & { person: string }>(
      `select person, ${SPAN_COLUMNS} from throughline_read.person_account where account = $1`,
      [identity],
    );
    const other = rows.find((row) => overlap(row, span));
    if (other) {
      throw new UserError(
        `${identity} is linked to ${other.person} in that time already: split it first, or give dates that do not overlap.`,
        'ALREADY_LINKED',
      );
    }
    await this.refuseCircle(identity, person);
    const more = { ...(name && { name }), ...(bot && { bot: true }) };
    await this.say({ kind: 'merge', by, ...worded(decision, span), ...more });
  }

  /**
   * Declares that an identity is not a person's.
   *
   * @throws UserError `NOT_LINKED`, `BAD_RANGE`
   */
  async split(decision: IdentityDecision, by: Actor): Promise<void> {
    const { identity, person } = decision;
    const span = checkedSpan(decision);
    const { rows } = await this.parts.pool.query<Validity>(
      `select ${SPAN_COLUMNS} from throughline_read.person_account where account = $1 and person = $2`,
      [identity, person],
    );
    if (!rows.some((row) => overlap(row, span))) {
      throw new UserError(
        `${identity} is not linked to ${person} in that time: ask "person" which identities there are.`,
        'NOT_LINKED',
      );
    }
    await this.say({ kind: 'split', by, ...worded(decision, span) });
  }

  private async refuseUnknown(identity: string, person: string, isNew: boolean): Promise<void> {
    const named = identity.startsWith('person:') ? [identity.slice('person:'.length)] : [];
    const wanted = isNew ? named : [person, ...named];
    const { rows } = await this.parts.pool.query<{ person: string }>(
      `select w.person from unnest($1::text[]) w(person)
       where not exists (select from throughline_read.person p where p.person = w.person)
         and not exists (select from throughline_read.person_account a where a.person = w.person)`,
      [wanted],
    );
    if (!rows[0]) return;
    throw new UserError(
      `There is no person ${JSON.stringify(rows[0].person)}: ask "people" which there are, or give a name to describe a new one.`,
      'UNKNOWN_PERSON',
    );
  }

  private async refuseCircle(identity: string, person: string): Promise<void> {
    const accounts = await inTransaction(this.parts.pool, async (db) => {
      await useSchema(db, LIVE);
      return loadAccounts(db, [identity]);
    });
    const now = this.parts.clock.now().toISOString();
    if (personIdentity(person) !== identity && personIdentity(mergedInto(accounts, person, now)) !== identity)
      return;
    throw new UserError(`${identity} and ${person} are one person already.`, 'CIRCLE');
  }

  private async say(body: Readonly<Record<string, unknown>>): Promise<void> {
    const { pool, clock } = this.parts;
    const key = await storeSaid(pool, { ...body, at: clock.now().toISOString() });
    await settleSaid(this.parts, key);
  }
}

const checkedSpan = ({ from, to }: IdentityDecision): Validity => {
  if (from && to && from >= to) {
    throw new UserError('"to" must be later than "from".', 'BAD_RANGE');
  }
  return { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
};

const worded = ({ identity, person, reason }: IdentityDecision, { from, to }: Validity) => ({
  identity,
  person,
  ...(from !== null && { from }),
  ...(to !== null && { to }),
  ...(reason && { reason }),
});
