import { Command, Option } from 'commander';
import { addDays } from 'date-fns';
import { type Role, Tokens } from '../access/tokens.js';
import { UserError } from '../support/errors.js';
import type { WithServices } from './services.js';

export const tokenCommand = (withServices: WithServices): Command =>
  new Command('token')
    .addCommand(createCommand(withServices))
    .addCommand(listCommand(withServices))
    .addCommand(revokeCommand(withServices))
    .addCommand(signInCommand(withServices));

interface CreateFlags {
  readonly name: string;
  readonly role: Role;
  readonly expires?: string;
}

const createCommand = (withServices: WithServices): Command =>
  new Command('create')
    .description('a token for the API; it is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['admin', 'auditor', 'reader']).default('reader'),
    )
    .option('--expires <days>', 'for how long, for example 90d (default: until revoked)')
    .addHelpText(
      'after',
      '\nExample:\n  throughline token create --name wall-screen --role reader --expires 90d',
    )
    .action(({ name, role, expires }: CreateFlags) =>
      withServices(async ({ pool, clock }) => {
        const until = expires === undefined ? undefined : addDays(clock.now(), days(expires));
        const token = await new Tokens(pool, clock).createToken({ kind: 'api', name, role, expires: until });
        process.stdout.write(`${token}\n`);
        process.stderr.write('Keep it: it is not shown again. Send it as "Authorization: Bearer TOKEN".\n');
      }),
    );

const days = (text: string): number => {
  const found = /^(\d{1,5})d?$/.exec(text)?.[1];
  if (!found || Number(found) === 0)
    throw new UserError(`--expires ${text} is not a number of days: try 90d.`);
  return Number(found);
};

const listCommand = (withServices: WithServices): Command =>
  new Command('list').description('which tokens there are').action(() =>
    withServices(async ({ pool, clock }) => {
      const rows = await new Tokens(pool, clock).list();
      for (const { name, role, expires_at, revoked_at } of rows) {
        const until = revoked_at
          ? 'revoked'
          : expires_at
            ? `until ${expires_at.toISOString()}`
            : 'until revoked';
        process.stdout.write(`${name}  ${role}  ${until}\n`);
      }
      if (rows.length === 0)
        process.stdout.write('There are none: throughline token create --name NAME makes one.\n');
    }),
  );

const revokeCommand = (withServices: WithServices): Command =>
  new Command('revoke')
    .description('a token that must not work any more')
    .argument('<name>')
    .action((name: string) =>
      withServices(async ({ pool, clock }) => {
        await new Tokens(pool, clock).revoke(name);
        process.stdout.write(`${name} is revoked.\n`);
      }),
    );

const signInCommand = (withServices: WithServices): Command =>
  new Command('sign-in').description('a fresh one-time sign-in link for an administrator').action(() =>
    withServices(async ({ pool, clock, baseUrl }) => {
      const token = await new Tokens(pool, clock).createSignIn();
      process.stdout.write(`${baseUrl}/sign-in?token=${token}\n`);
    }),
  );
