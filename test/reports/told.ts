import { eventId } from '../../src/events/event-id.js';
import { appendEvents, tellingOf } from '../../src/events/event-store.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { keysOf } from '../../src/projections/keys.js';
import { findDefinition } from '../../src/reports/load-definitions.js';
import type { ReportData } from '../../src/reports/model.js';
import type { OutputFile } from '../../src/reports/outputs/output.js';
import { parsePeriod } from '../../src/reports/period.js';
import { inTransaction } from '../../src/support/rows.js';
import { committed, deployed, incident, sha } from '../metrics/story.js';
import type { TestApp } from '../support/app.js';

/** What somebody may write who means no good, or just so. */
export const HOSTILE = '<script>alert("x")</script> & =HYPERLINK("http://evil") | **bold** `code`';

/** Records events as the service does, signed, and counts them. */
export const tell = async ({ runtime }: TestApp, events: readonly DeliveryEvent[]): Promise<void> => {
  const { pool, clock, ledger, projector } = runtime;
  const tellings = events.map((event) => tellingOf(event, 'test'));
  await inTransaction(pool, (db) => appendEvents(db, tellings, { clock, keysOf, sign: ledger.sign }));
  await projector.projectPending();
};

const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

/** Ten weeks of commits and deployments of two services, some that fail, one reverted, with an execution and a session. */
export const story = (): DeliveryEvent[] => {
  const events: DeliveryEvent[] = [];
  for (let n = 1; n <= 50; n += 1) {
    const day = n - 20;
    events.push(
      committed(n, at(day, 8), {
        title: n === 30 ? `=1+1 ${HOSTILE}` : `Commit ${n}`,
        ...(n === 31 && { reverts: [sha(29)], isRevert: true }),
      }),
    );
    if (n % 2 === 0)
      events.push(
        deployed(`v${n}`, at(day, 8 + (n % 7)), n, {
          actor: { id: 'github:eve', name: HOSTILE, kind: 'human', confidence: 'authenticated' },
        }),
      );
    if (n % 9 === 0) events.push(deployed(`f${n}`, at(day, 20), n, { outcome: 'failure' }));
  }
  events.push(incident('i-1', at(12, 12)));
  return [...events, ...operations()];
};

const operations = (): DeliveryEvent[] => [
  ...Array.from(
    { length: 5 },
    (_, i): DeliveryEvent => ({
      type: 'execution.finished',
      id: eventId('execution.finished', 'st2', `e${i}`),
      at: at(10 + i, 9),
      source: 'stackstorm',
      execution: `stackstorm:st2/e${i}`,
      action: i < 3 ? 'shop.restart' : '@SUM(A1) <b>odd</b>',
      outcome: i === 2 ? 'failure' : 'success',
      hosts: [`web-${i}`],
      actor: { id: 'stackstorm:ann', name: 'Ann', kind: 'human', confidence: 'authenticated' },
    }),
  ),
  {
    type: 'access.opened',
    id: eventId('access.opened', 'web-1'),
    at: at(11, 9),
    source: 'teleport',
    access: 'teleport:s1',
    host: 'web-1',
    command: '<img src=x onerror=alert(1)>',
  },
];

interface Wanted {
  readonly period?: string;
  readonly asOf?: Date;
}

/** What a report of March says. */
export const freezeReport = async (
  { runtime }: TestApp,
  name: string,
  { period = '2026-03', asOf }: Wanted = {},
): Promise<ReportData> => {
  const { reports } = runtime.reports;
  const definition = findDefinition(await reports.definitions(), name);
  return reports.freeze({
    definition,
    period: parsePeriod(period, definition.zone),
    ...(asOf && { asOf }),
  });
};

/** A report of March, in every output that its definition asks for. */
export const report = async (
  app: TestApp,
  name: string,
  wanted: Wanted = {},
): Promise<{ data: ReportData; files: Map<string, OutputFile> }> => {
  const { reports } = app.runtime.reports;
  const data = await freezeReport(app, name, wanted);
  const files = await reports.writeAll(data, findDefinition(await reports.definitions(), name));
  return { data, files: new Map(files.map((file) => [file.format, file])) };
};
