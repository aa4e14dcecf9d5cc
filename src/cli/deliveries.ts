import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { UserError } from '../support/errors.js';
import { withRuntime } from './with-runtime.js';

const STATES = ['rejected', 'dead', 'ignored', 'pending', 'accepted', 'erased'];

export const deliveriesCommand = (): Command =>
  new Command('deliveries').addCommand(listCommand()).addCommand(showCommand()).addCommand(repairCommand());

const listCommand = (): Command =>
  new Command('list')
    .description('the newest deliveries of a state, with the reason')
    .addOption(new Option('--state <state>', 'which ones').choices(STATES).default('rejected'))
    .option('--source <name>', 'only those of this source')
    .option('--limit <n>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  throughline deliveries list --state dead')
    .action((flags: { state: string; source?: string; limit: string }) =>
      withRuntime(async ({ pool }) => {
        const limit = Number(flags.limit);
        if (!Number.isInteger(limit) || limit < 1)
          throw new UserError('--limit must be a whole number from 1.');
        const { rows } = await pool.query<Listed>(
          `select source, delivery_key, received_at, attempts, coalesce(erased_why, reason) as reason
           from throughline.inbox
           where state = $1 and ($2::text is null or source = $2)
           order by received_at desc, source, delivery_key limit $3`,
          [flags.state, flags.source ?? null, limit],
        );
        for (const row of rows) process.stdout.write(`${lineOf(row)}\n`);
        if (rows.length === 0) process.stdout.write(`No delivery is ${flags.state}.\n`);
      }),
    );

interface Listed {
  readonly source: string;
  readonly delivery_key: string;
  readonly received_at: Date;
  readonly attempts: number;
  readonly reason: string | null;
}

const lineOf = ({ source, delivery_key, received_at, attempts, reason }: Listed): string =>
  [received_at.toISOString(), source, delivery_key, `attempts ${attempts}`, reason ?? ''].join('  ');

const showCommand = (): Command =>
  new Command('show')
    .description('one delivery whole: headers, body, outcome')
    .argument('<source>')
    .argument('<key>')
    .action((source: string, key: string) =>
      withRuntime(async ({ pool }) => {
        const { rows } = await pool.query<Record<string, unknown> & { headers: string; body: Buffer }>(
          `select source, delivery_key, received_at, state, reason, attempts, events, settled_at, headers,
             erased_at, erased_by, erased_why,
             repaired_body is not null as repaired, coalesce(repaired_body, body) as body
           from throughline.inbox where source = $1 and delivery_key = $2`,
          [source, key],
        );
        const row = rows[0];
        if (!row) throw notThere(source, key);
        const { body, headers, ...told } = row;
        process.stdout.write(
          `${JSON.stringify({ ...told, headers: JSON.parse(headers) as unknown }, null, 2)}\n`,
        );
        process.stdout.write(`${body.toString('utf8')}\n`);
      }),
    );

const repairCommand = (): Command =>
  new Command('repair')
    .description('read another body in place of a broken one; the raw bytes that came are kept')
    .argument('<source>')
    .argument('<key>')
    .requiredOption('--file <file>', 'the repaired body')
    .addHelpText(
      'after',
      `
Example:
  throughline deliveries show github 72d3162e > body.json     (mend it, keeping only the body)
  throughline deliveries repair github 72d3162e --file body.json
  throughline replay`,
    )
    .action((source: string, key: string, { file }: { file: string }) =>
      withRuntime(async ({ pool }) => {
        const body = await readFile(file).catch(() => {
          throw new UserError(`${file} cannot be read: name the file with the repaired body.`);
        });
        const { rowCount } = await pool.query(
          `update throughline.inbox set repaired_body = $3
           where source = $1 and delivery_key = $2 and state <> 'erased'`,
          [source, key, body],
        );
        if (!rowCount) throw notThere(source, key);
        process.stdout.write(
          `Repaired. Read it again with: throughline replay --source ${source} --state all\n`,
        );
      }),
    );

const notThere = (source: string, key: string): UserError =>
  new UserError(
    `There is no delivery ${key} of source ${source}, or it was erased: throughline deliveries list shows which there are.`,
  );
