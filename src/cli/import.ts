import { Command } from 'commander';
import { addCommands, type Commands } from './load-commands.js';

const COMMANDS: Commands = {
  git: {
    about: 'the history of a local git repository: commits, releases, reverts',
    load: async () => (await import('./import-git-command.js')).gitCommand(),
  },
  events: {
    about: 'a file of CDEvents or CloudEvents, one a line, plain or packed by gzip',
    load: async () => (await import('./import-events-command.js')).eventsCommand(),
  },
  log: {
    about: 'an event log, XES or CSV, plain or packed by gzip: cases, activities, and who had them',
    load: async () => (await import('./import-log.js')).logCommand(),
  },
  records: {
    about: "a log or a file of records of any system, by that system's source: one delivery for each",
    load: async () => (await import('./import-records.js')).recordsCommand(),
  },
};

/** @param words what was asked for after its name. */
export const importCommand = (words: readonly string[]): Promise<Command> =>
  addCommands(new Command('import'), COMMANDS, words);
