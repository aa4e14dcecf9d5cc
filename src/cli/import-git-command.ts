import { Command } from 'commander';
import { describeImport, importGit } from './import-git.js';
import { withRuntime } from './with-runtime.js';

interface GitFlags {
  readonly service?: string;
  readonly environment?: string;
  readonly tags?: string;
}

export const gitCommand = (): Command =>
  new Command('git')
    .argument('<path>', 'folder of the repository, bare or not')
    .option('--service <name>', 'service that it is the source of (default: the last part of its name)')
    .option('--environment <name>', 'where its releases run (default: production)')
    .option('--tags <regex>', 'which tags are releases (default: those that look like versions)')
    .addHelpText(
      'after',
      `
A second import reads only what is new. Without a release tag each commit of the main branch counts as a deployment.

Examples:
  throughline import git ~/src/my-repository
  throughline import git . --service shop --tags '^release-'`,
    )
    .action((path: string, flags: GitFlags) =>
      withRuntime(async (runtime) => {
        const imported = await importGit(runtime, path, flags);
        process.stdout.write(`${describeImport(imported)}\n`);
      }),
    );
