import { Command, Option } from 'commander';
import type { Role } from '../app.module.js';

interface ServeFlags {
  readonly role: Role;
  readonly port?: string;
  readonly host?: string;
  readonly calendars?: string;
}

export const serveCommand = (): Command =>
  new Command('serve')
    .addOption(
      new Option('--role <role>', 'what this process does').choices(['all', 'api', 'worker']).default('all'),
    )
    .option('--port <port>', 'where to listen (default: PORT or 3000)')
    .option('--host <address>', 'on which address (default: HOST or 127.0.0.1)')
    .option('--calendars <file>', 'YAML of business hours by team (default: THROUGHLINE_CALENDARS)')
    .addHelpText(
      'after',
      `
Examples:
  throughline serve                    everything on http://localhost:3000
  throughline serve --port 8080
  DATABASE_URL=postgres://... throughline serve --role api      several processes on one database`,
    )
    .action(async (flags: ServeFlags) => {
      // A second of loading that no other command has to wait for.
      const { serve } = await import('../main.js');
      const { readConfig } = await import('../config.js');
      const config = readConfig(process.env, {
        PORT: flags.port,
        HOST: flags.host,
        THROUGHLINE_CALENDARS: flags.calendars,
      });
      await serve(config, { role: flags.role, importWhenEmpty: flags.role === 'all' });
    });
