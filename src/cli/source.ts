import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { ConfiguredSources } from '../access/configured-sources.js';
import { interpretRequest, type Outcome, settingOf } from '../sources/interpret.js';
import { findSource, sources } from '../sources/registry.js';
import type { AnySource, RawRequest, Setting } from '../sources/source.js';
import { UserError } from '../support/errors.js';
import { parseHeader } from './parse-header.js';
import { readMapping } from './read-mapping.js';
import type { Services, WithServices } from './services.js';
import { pullCommand, setCommand } from './source-pull.js';

export const sourceCommand = (withServices: WithServices): Command =>
  new Command('source')
    .addCommand(addCommand(withServices))
    .addCommand(listCommand(withServices))
    .addCommand(rotateCommand(withServices))
    .addCommand(removeCommand(withServices))
    .addCommand(setCommand(withServices))
    .addCommand(pullCommand())
    .addCommand(tryCommand());

const systems = (): AnySource[] => sources.filter(({ id }) => id !== 'git' && id !== 'people');

const systemNamed = (id: string): AnySource => {
  const found = findSource(id);
  if (found) return found;
  throw new UserError(
    `No source reads ${id}: choose one of ${sources.map((source) => source.id).join(', ')}.`,
  );
};

const configured = ({ pool, key, clock }: Services): ConfiguredSources =>
  new ConfiguredSources(pool, key, clock);

const addCommand = (withServices: WithServices): Command =>
  new Command('add')
    .description('let a system send: prints the address to give it, and its secret once')
    .argument(
      '<system>',
      `one of ${systems()
        .map(({ id }) => id)
        .join(', ')}`,
    )
    .option('--name <name>', "its name in the address (default: the system's)")
    .option('--secret <secret>', 'a secret that the sender already has (default: a random one)')
    .option('--mapping <file>', 'for the system "mapping": your YAML file that says what its payloads mean')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline source add github\n  throughline source add github --name github-acme\n  throughline source add mapping --name acme --mapping acme.yaml',
    )
    .action(async (system: string, flags: AddFlags) => {
      const source = systemNamed(system);
      const settings = await mappingSettings(source, flags.mapping);
      await withServices(async (services) => {
        const name = flags.name ?? system;
        const bearer = source.bearer === true;
        const secret = await configured(services).add({
          name,
          system,
          secret: flags.secret,
          bearer,
          settings,
        });
        process.stdout.write(`${instructions(source, { name, secret, baseUrl: services.baseUrl })}\n`);
      });
    });

interface AddFlags {
  readonly name?: string;
  readonly secret?: string;
  readonly mapping?: string;
}

const mappingSettings = async (source: AnySource, file: string | undefined): Promise<object | undefined> => {
  if (source.id !== 'mapping') {
    if (file) throw new UserError(`--mapping is for the system "mapping": leave it away for ${source.id}.`);
    return undefined;
  }
  if (!file) throw new UserError('A mapping is needed: name your YAML file with --mapping FILE.');
  return { mapping: await readMapping(file) };
};

interface Added {
  readonly name: string;
  readonly secret: string;
  readonly baseUrl: string;
}

const instructions = (source: AnySource, { name, secret, baseUrl }: Added): string => {
  const address =
    source.id === 'cloudevents' && name === 'cloudevents' ? `${baseUrl}/events` : `${baseUrl}/hooks/${name}`;
  const how = source.bearer ? `Send with the header  Authorization: Bearer ${secret}` : `Secret: ${secret}`;
  const hint =
    source.id === 'github'
      ? '\nAt GitHub: Settings, Webhooks, Add webhook; content type application/json; send everything.'
      : '';
  return `Address: ${address}\n${how}\nKeep it: it is not shown again.${hint}`;
};

const listCommand = (withServices: WithServices): Command =>
  new Command('list').description('which sources may send').action(() =>
    withServices(async (services) => {
      const rows = await configured(services).list();
      for (const { name, system, created_at, secrets } of rows) {
        const rotating = secrets > 1 ? '  two secrets are valid' : '';
        process.stdout.write(
          `${name}  ${system}  since ${created_at.toISOString().slice(0, 10)}${rotating}\n`,
        );
      }
      if (rows.length === 0)
        process.stdout.write('There are none: throughline source add github adds one.\n');
    }),
  );

const rotateCommand = (withServices: WithServices): Command =>
  new Command('rotate')
    .description('a new secret; the one before stays valid until the next rotation')
    .argument('<name>')
    .action((name: string) =>
      withServices(async (services) => {
        const row = (await configured(services).list()).find((one) => one.name === name);
        const bearer = row ? systemNamed(row.system).bearer === true : false;
        process.stdout.write(`New secret: ${await configured(services).rotate(name, bearer)}\n`);
      }),
    );

const removeCommand = (withServices: WithServices): Command =>
  new Command('remove')
    .description('a source that may not send any more; what it sent is kept')
    .argument('<name>')
    .action((name: string) =>
      withServices(async (services) => {
        await configured(services).remove(name);
        process.stdout.write(`${name} may not send any more.\n`);
      }),
    );

const tryCommand = (): Command =>
  new Command('try')
    .description('what would become of a payload: outcome, reason, events; stores nothing')
    .argument('<source>', 'system that it comes from, or your mapping (a file that ends in .yaml or .yml)')
    .argument('<file>', 'the body as JSON, or {"headers": {...}, "body": ...}')
    .option('--header <name: value...>', 'a header of the request, for example "x-github-event: push"')
    .addHelpText(
      'after',
      '\nExample:\n  throughline source try github push.json --header "x-github-event: push"\n  throughline source try acme.yaml payload.json',
    )
    .action(async (id: string, file: string, flags: { header?: string[] }) => {
      const { source, setting } = await triedSource(id);
      const outcome = interpretRequest(source, await readRequest(file, flags.header ?? []), setting);
      process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
      if (isRejected(outcome)) process.exitCode = 1;
    });

interface Tried {
  readonly source: AnySource;
  readonly setting: Setting;
}

const triedSource = async (id: string): Promise<Tried> => {
  if (!/\.ya?ml$/i.test(id)) return { source: systemNamed(id), setting: settingOf(systemNamed(id)) };
  const source = systemNamed('mapping');
  return { source, setting: settingOf(source, source.id, { mapping: await readMapping(id) }) };
};

const isRejected = (outcome: Outcome): boolean => outcome.outcome === 'rejected';

const readRequest = async (file: string, given: readonly string[]): Promise<RawRequest> => {
  const body = await readFile(file).catch(() => {
    throw new UserError(`${file} cannot be read: name a file with the payload.`);
  });
  const headers = Object.fromEntries(given.map(parseHeader));
  const sample = asSample(body);
  if (!sample) return { headers: { 'content-type': 'application/json', ...headers }, body };
  const text = typeof sample.body === 'string' ? sample.body : JSON.stringify(sample.body);
  return { headers: { ...sample.headers, ...headers }, body: Buffer.from(text) };
};

interface Sample {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const asSample = (body: Buffer): Sample | undefined => {
  try {
    const value = JSON.parse(body.toString('utf8')) as Partial<Sample> | null;
    const keys = Object.keys(value ?? {})
      .sort()
      .join();
    return keys === 'body,headers' ? (value as Sample) : undefined;
  } catch {
    return undefined;
  }
};
