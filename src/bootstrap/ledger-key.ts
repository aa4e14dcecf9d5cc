import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Pool } from 'pg';
import { loadKey, seal, unseal } from '../access/seal.js';
import type { Config } from '../config.js';
import { type Signer, vkeyOf } from '../ledger/note.js';
import { adoptOlder } from '../ledger/pending.js';
import { type Db, inTransaction } from '../support/rows.js';

const KEY_LOCK = 'throughline.ledger-key';

/**
 * The key that signs the ledger: made once, kept in the database sealed with the key of the environment, so that who
 * holds the database alone can sign nothing. Read when it is first needed.
 */
export const ledgerSigner = (pool: Pool, config: Config): (() => Promise<Signer>) => {
  let signer: Promise<Signer> | undefined;
  return () => {
    signer ??= open(pool, config).catch((thrown: unknown) => {
      signer = undefined;
      throw thrown;
    });
    return signer;
  };
};

const open = async (pool: Pool, config: Config): Promise<Signer> => {
  const environmentKey = await loadKey(config);
  const known = await readSealed(pool);
  if (known) return signerOf(unseal(environmentKey, known));
  return inTransaction(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [KEY_LOCK]);
    const other = await readSealed(db);
    if (other) return signerOf(unseal(environmentKey, other));
    const secret = newSecret(config);
    const signer = signerOf(secret);
    await db.query('insert into throughline.ledger_key (origin, vkey, sealed) values ($1, $2, $3)', [
      signer.name,
      signer.vkey,
      seal(environmentKey, secret),
    ]);
    await adoptOlder(db, signer.sign);
    return signer;
  });
};

const readSealed = async (db: Db): Promise<Buffer | undefined> => {
  const { rows } = await db.query<{ sealed: Buffer }>('select sealed from throughline.ledger_key limit 1');
  return rows[0]?.sealed;
};

/** What is sealed: the name of the log and its private key. */
const newSecret = ({ publicUrl }: Config): string => {
  const host = publicUrl ? new URL(publicUrl).host : 'throughline.invalid';
  const { privateKey } = generateKeyPairSync('ed25519');
  return JSON.stringify({
    name: `${host}/ledger/${randomBytes(4).toString('hex')}`,
    key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });
};

const signerOf = (secret: string): Signer => {
  const { name, key } = JSON.parse(secret) as { name: string; key: string };
  const privateKey = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  return {
    name,
    vkey: vkeyOf(name, createPublicKey(privateKey)),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
};
