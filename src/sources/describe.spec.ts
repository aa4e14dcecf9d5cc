import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readSample, requestOf, sampleNames } from '../../test/support/samples.js';
import { interpretRequest } from './interpret.js';
import { sources } from './registry.js';
import type { AnySource } from './source.js';

const FILE = new URL('../../docs/sources.md', import.meta.url);

/** The kinds of events that a source tells, as its samples show. */
const eventTypes = (source: AnySource): string[] => {
  const outcomes = sampleNames(source.id).map((name) =>
    interpretRequest(source, requestOf(readSample(source.id, name))),
  );
  const types = outcomes.flatMap((told) =>
    told.outcome === 'accepted' ? told.events.map(({ type }) => type) : [],
  );
  return [...new Set(types)].sort();
};

const rowOf = (source: AnySource): string => {
  const { transport, authentication, deliveryKey, pull } = source.about;
  const events = eventTypes(source).join(', ');
  const cells = [
    `${source.title} (\`${source.id}\`)`,
    transport,
    authentication,
    deliveryKey,
    events,
    pull ?? 'no',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
};

const page = (): string =>
  [
    '# Sources',
    '',
    'Made from the registry (`UPDATE_DOCS=1 npm test -- src/sources/describe`). The kinds of events are those that the',
    'samples of each source show; `throughline source try SYSTEM FILE` says what becomes of a payload of yours.',
    '',
    '| system | transport | authentication | delivery key | events | pull |',
    '|---|---|---|---|---|---|',
    ...[...sources].sort((a, b) => (a.title < b.title ? -1 : 1)).map(rowOf),
    '',
    'More on some of them: [StackStorm](sources-stackstorm.md), [ServiceNow](servicenow.md), [people and teams](people-and-teams.md),',
    '[anything else by a mapping](mapping.md). A new one: [adding a source](adding-a-source.md).',
    '',
  ].join('\n');

describe('docs/sources.md', () => {
  it('is what the registry says', () => {
    if (process.env['UPDATE_DOCS']) writeFileSync(FILE, page());
    expect(existsSync(FILE) && readFileSync(FILE, 'utf8')).toBe(page());
  });

  it.each(sources.map((source) => [source.id, source] as const))(
    'says of %s what it reads only if it reads anything',
    (_, { about, pull }) => {
      expect(about.pull !== undefined).toBe(pull !== undefined);
    },
  );
});
