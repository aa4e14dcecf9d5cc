import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { openRuntime } from '../../src/bootstrap/runtime.js';
import { importLog } from '../../src/cli/import-log.js';
import { readConfig } from '../../src/config.js';
import { createTestDatabase } from '../support/database.js';
import { runCli } from '../support/server-process.js';

/** Rules over public incident logs, by `policy try`; each count is worked out again from the file alone. */

const shared = new URL('../../../shared/data/', import.meta.url);
const rulesOf = (name: string): string => new URL(`${name}.yaml`, import.meta.url).pathname;

const describeIf = (log: string, tests: (folder: URL) => void): void => {
  const folder = new URL(`${log}/`, shared);
  if (existsSync(folder)) describe(`rules over the event log ${log}`, () => tests(folder));
  else
    describe.skip(`rules over the event log ${log}`, () =>
      it(`skipped, because ${folder.pathname} is not there`, () => {}));
};

/** What was done to one item, by time; what is of one moment in the order of the file. */
interface Step {
  readonly did: string;
  readonly at: number;
}
type Trace = readonly Step[];
type Rule = (trace: Trace) => boolean;

const sorted = (steps: readonly Step[]): Trace => [...steps].sort((a, b) => a.at - b.at);

/** How many items keep to each rule, as `policy try` prints it. */
const expected = (traces: readonly Trace[], rules: Readonly<Record<string, Rule>>): string[] =>
  Object.entries(rules).map(([id, holds]) => {
    const pass = traces.filter(holds).length;
    return `${id}: ${pass} pass, ${traces.length - pass} fail, 0 exception, 0 unknown`;
  });

const tried = async (
  log: { readonly file: string; readonly options: Parameters<typeof importLog>[2] },
  rules: string,
): Promise<string[]> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-rules-'));
  const environment = { DATABASE_URL: database.url, THROUGHLINE_DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const runtime = await openRuntime(readConfig(environment));
  await importLog(runtime, log.file, log.options);
  const { stdout, stderr } = await runCli(dataDir, ['policy', 'try', rulesOf(rules)], environment);
  await runtime.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
  expect(stderr).toBe('');
  return stdout.slice(0, stdout.indexOf('\n\n')).split('\n');
};

/** Everything that follows each step of a kind has some property. */
const afterEach = (trace: Trace, did: string, holds: (later: Trace, at: number) => boolean): boolean =>
  trace.every((step, i) => step.did !== did || holds(trace.slice(i + 1), step.at));
const has = (trace: Trace, ...did: string[]): boolean => trace.some((step) => did.includes(step.did));
const DAY = 86_400_000;

describeIf('log-helpdesk', (folder) => {
  it('finds as many as the file has', async () => {
    const file = new URL('helpdesk.xes.gz', folder);
    const xml = gunzipSync(readFileSync(file)).toString();
    const traces = [...xml.matchAll(/<trace>(.*?)<\/trace>/gs)].map(([, trace]) =>
      sorted(
        [...trace!.matchAll(/<event>(.*?)<\/event>/gs)].map(([, event]) => ({
          did: /key="concept:name" value="([^"]*)"/.exec(event!)![1]!,
          at: Date.parse(/key="time:timestamp" value="([^"]*)"/.exec(event!)![1]!),
        })),
      ),
    );
    expect(traces).toHaveLength(4_580);
    const before = (trace: Trace, first: string, second: string): boolean =>
      trace.every((step, i) => step.did !== second || has(trace.slice(0, i), first));
    const answers = expected(traces, {
      'closed-stays-closed': (trace) =>
        afterEach(
          trace,
          'Closed',
          (later) => !has(later, 'Take in charge ticket', 'Resolve ticket', 'Wait', 'Assign seriousness'),
        ),
      'taken-before-resolved': (trace) => before(trace, 'Take in charge ticket', 'Resolve ticket'),
      'wait-is-resolved': (trace) => afterEach(trace, 'Wait', (later) => has(later, 'Resolve ticket')),
      'resolved-is-closed-in-a-month': (trace) =>
        afterEach(trace, 'Resolve ticket', (later, at) =>
          has(
            later.filter((step) => step.at <= at + 30 * DAY),
            'Closed',
          ),
        ),
      'not-closed-before-resolved': (trace) => {
        const resolved = trace.findIndex(({ did }) => did === 'Resolve ticket');
        return resolved >= 0 && !has(trace.slice(0, resolved), 'Closed');
      },
    });
    expect(await tried({ file: file.pathname, options: {} }, 'rules-of-helpdesk')).toEqual(answers);
    // None of them is so easy that everything or nothing keeps to it.
    for (const line of answers) expect(line).not.toMatch(/: 0 pass|, 0 fail/);
  }, 180_000);
});

describeIf('log-bpic14', (folder) => {
  it('finds as many as the file has', async () => {
    const file = new URL('bpic14_incident_activity_39911.csv.gz', folder);
    const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(file)), {
      columns: true,
      bom: true,
    });
    const byItem = new Map<string, Step[]>();
    for (const row of rows) {
      const steps = byItem.get(row['incident_id']!) ?? [];
      byItem.set(row['incident_id']!, steps);
      steps.push({
        did: row['incident_activity_type']!,
        at: Date.parse(`${row['data_stamp']!.replace(' ', 'T')}Z`),
      });
    }
    const traces = [...byItem.values()].map(sorted);
    expect(traces).toHaveLength(4_000);
    const WORK = ['Assignment', 'Reassignment', 'Operator Update', 'Update'];
    const answers = expected(traces, {
      'closed-stays-closed': (trace) =>
        afterEach(trace, 'Closed', (later) => {
          const opened = later.findIndex(({ did }) => did === 'Reopen');
          return !has(later, ...WORK) || (opened >= 0 && !has(later.slice(0, opened), ...WORK));
        }),
      'reassigned-is-assigned': (trace) =>
        afterEach(trace, 'Reassignment', (later) => has(later, 'Assignment')),
      'opened-first': (trace) =>
        trace.every(({ did }, i) => did !== 'Assignment' || has(trace.slice(0, i), 'Open')),
      'closed-in-a-week': (trace) =>
        afterEach(trace, 'Open', (later, at) =>
          has(
            later.filter((step) => step.at <= at + 7 * DAY),
            'Closed',
          ),
        ),
    });
    const options = {
      item: 'incident_id',
      at: 'data_stamp',
      activity: 'incident_activity_type',
      team: 'assignment_group',
      name: 'bpic14',
    };
    expect(await tried({ file: file.pathname, options }, 'rules-of-incidents')).toEqual(answers);
    for (const line of answers) expect(line).not.toMatch(/: 0 pass|, 0 fail/);
  }, 180_000);
});
