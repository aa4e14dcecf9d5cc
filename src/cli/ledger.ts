import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { verifyBundle, writeBundle } from '../ledger/bundle.js';
import type { Finding } from '../ledger/findings.js';
import type { Verification } from '../ledger/verify-store.js';
import { messageOf, UserError } from '../support/errors.js';
import { eraseCommand } from './ledger-erase.js';
import { witnessAt } from './ledger-witness.js';
import { startProgress } from './progress.js';
import { withRuntime } from './with-runtime.js';

export const ledgerCommand = (): Command =>
  new Command('ledger')
    .addCommand(checkpointCommand())
    .addCommand(proveCommand())
    .addCommand(verifyCommand())
    .addCommand(eraseCommand());

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

const checkpointCommand = (): Command =>
  new Command('checkpoint')
    .description('take in what waits, print the newest signed checkpoint, and give it to witnesses')
    .option('--to <witness>', 'a file, an https:// address, or git:PATH of a repository; repeatable', collect)
    .addHelpText(
      'after',
      `
Whoever keeps a checkpoint outside the store can later tell that the log was cut off or rewritten.
A witness that holds an older checkpoint gets a new one only if the log goes on from it.

Examples:
  throughline ledger checkpoint
  throughline ledger checkpoint --to /mnt/audit/checkpoint.txt --to git:/srv/witness`,
    )
    .action(({ to = [] }: { to?: string[] }) =>
      withRuntime(async ({ ledger }) => {
        await ledger.appendPending();
        const checkpoint = await ledger.newestCheckpoint();
        for (const witness of to.map(witnessAt)) {
          const kept = await witness.kept();
          if (kept !== undefined) await ledger.agreeWith(kept);
          await witness.send(checkpoint);
        }
        process.stdout.write(checkpoint.note);
        process.stderr.write(`Verifier key: ${await ledger.vkey()}\n`);
      }),
    );

interface ProveFlags {
  readonly out?: string;
  readonly since?: string;
  readonly leaf?: string;
}

const proveCommand = (): Command =>
  new Command('prove')
    .description('a bundle that shows to anybody, offline, that an event is in the log')
    .argument('<event>', 'its id')
    .option('--out <file>', 'where to write the bundle (default: print it)')
    .option('--since <file>', 'an older checkpoint from which the bundle is to lead to the newest one')
    .option('--leaf <index>', 'which telling of the event, where there are several (default: the first)')
    .addHelpText(
      'after',
      '\nExample:\n  throughline ledger prove ENjGw3WJgNQJL5AcORqq4cAyFeM --out bundle.json\n  throughline ledger verify bundle.json',
    )
    .action((event: string, { out, since, leaf }: ProveFlags) =>
      withRuntime(async ({ ledger }) => {
        await ledger.appendPending();
        const bundle = await ledger.prove(event, {
          index: leaf === undefined ? undefined : wholeNumber(leaf),
          since: since === undefined ? undefined : await readText(since),
        });
        if (out === undefined) process.stdout.write(writeBundle(bundle));
        else await write(out, writeBundle(bundle));
      }),
    );

const wholeNumber = (text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError(`--leaf ${text} is not an index: give a whole number from 0.`);
};

interface VerifyFlags {
  readonly witness?: readonly string[];
  readonly vkey?: string;
}

const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the whole store; or a bundle, with no database and no network')
    .argument('[file]', 'a bundle of throughline ledger prove')
    .option('--witness <file>', 'a checkpoint that was kept outside the store; repeatable', collect)
    .option('--vkey <key>', 'the verifier key that a bundle must be signed by')
    .addHelpText(
      'after',
      `
Without a witness nobody can tell that the newest rows were all taken away together.

Examples:
  throughline ledger verify --witness /mnt/audit/checkpoint.txt
  throughline ledger verify bundle.json --vkey "$(cat throughline.vkey)"`,
    )
    .action((file: string | undefined, flags: VerifyFlags) =>
      file === undefined ? verifyWholeStore(flags) : verifyFile(file, flags),
    );

const verifyFile = async (file: string, { witness = [], vkey }: VerifyFlags): Promise<void> => {
  if (witness.length > 1) throw new UserError('A bundle is checked against one witness: give one --witness.');
  const kept = witness[0] === undefined ? undefined : await readText(witness[0]);
  const shown = verifyBundle(await readText(file), { vkey, witness: kept });
  const { size, at } = shown.checkpoint;
  const event = shown.isErased ? `Event ${shown.eventId} (its data was erased)` : `Event ${shown.eventId}`;
  process.stdout.write(`${event} is leaf ${shown.index} of the ${size} that were signed at ${at}.\n`);
  if (vkey === undefined) {
    process.stdout.write(`Signed by ${shown.vkey}: compare it with the key that you know, or give --vkey.\n`);
  }
};

const verifyWholeStore = ({ witness = [] }: VerifyFlags): Promise<void> =>
  withRuntime(async ({ ledger }) => {
    const witnesses = await Promise.all(witness.map(readText));
    const progress = startProgress('Checking', 0);
    const verification = await ledger.verify({
      witnesses,
      progress: (done, total) => progress.update(done, total),
    });
    progress.end();
    report(verification, witnesses.length > 0);
    if (verification.count > 0) process.exitCode = 1;
  });

const report = (
  { size, checkpoints, pending, count, findings }: Verification,
  isWitnessed: boolean,
): void => {
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
  const waiting = pending > 0 ? `, ${pending} events wait for their leaf` : '';
  process.stdout.write(`${size} leaves, ${checkpoints} checkpoints${waiting}.\n`);
  if (count > 0) process.stdout.write(`${count} things are not as the service wrote them.\n`);
  else process.stdout.write('Everything is as the service wrote it.\n');
  if (!isWitnessed) {
    process.stdout.write(
      'Whether the newest rows were taken away together, only --witness and a checkpoint kept elsewhere can tell.\n',
    );
  }
};

const lineOf = ({ where, which, what }: Finding): string => `${where} ${which}: ${what}`;

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new UserError(`${file} cannot be read: ${messageOf(thrown)}.`);
  });

const write = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((thrown: unknown) => {
    throw new UserError(`${file} cannot be written: ${messageOf(thrown)}.`);
  });
