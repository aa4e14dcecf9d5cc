import { Command } from 'commander';

/** Commands by their names. */
export type Commands = Readonly<
  Record<string, { readonly about: string; readonly load: () => Promise<Command> }>
>;

const HELP = ['help', '--help', '-h', undefined];

/**
 * Adds the command that is asked for: to load what all need takes longer than many of them work. Help that lists them
 * needs none, and where none is named all are there, to tell which one may be meant.
 *
 * @param words what was asked for after the name of the parent.
 */
export const addCommands = async (
  parent: Command,
  commands: Commands,
  words: readonly string[],
): Promise<Command> => {
  const named = words[0] === 'help' ? words[1] : words[0];
  const isNamed = named !== undefined && Object.hasOwn(commands, named);
  for (const [name, { about, load }] of Object.entries(commands)) {
    if (isNamed && name !== named) continue;
    const command = isNamed || !HELP.includes(named) ? await load() : new Command(name);
    parent.addCommand(command.description(about));
  }
  // Of what was not loaded it is not known what else it takes.
  return parent.configureHelp({ subcommandTerm: (command) => command.name() });
};
