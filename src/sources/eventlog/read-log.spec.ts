import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { interpretRequest } from '../interpret.js';
import { eventlog } from './index.js';
import { payloadOf, writtenPart } from './part.js';
import { type EventLogPayload, eventLogPayload } from './payload.js';
import { type LogOptions, LogReader, type LogSummary } from './read-log.js';

const event = (attributes: Record<string, string>, more = ''): string => {
  const values = Object.entries(attributes).map(([key, value]) =>
    key === 'time:timestamp'
      ? `<date key="${key}" value="${value}"/>`
      : `<string key="${key}" value="${value}"/>`,
  );
  return `<event>\n${values.join('\n')}${more}\n</event>\n`;
};
const trace = (name: string, ...events: string[]): string =>
  `<trace>\n<string key="concept:name" value="${name}"/>\n${events.join('')}</trace>\n`;
const xes = (...traces: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n${traces.join('')}</log>\n`;
const moved = (activity: string, at: string, who: string): string =>
  event({ 'concept:name': activity, 'time:timestamp': at, 'org:resource': who });

describe('reading an event log', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-logs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (name: string, content: string | Buffer, options: Partial<LogOptions> = {}) => {
    const file = join(folder, name);
    await writeFile(file, content);
    const reader = new LogReader(file, { columns: {}, closed: /^closed?$/i, ...options });
    const payloads: EventLogPayload[] = [];
    for await (const part of reader.parts()) {
      payloads.push(eventLogPayload.parse(JSON.parse(payloadOf('log', 0, writtenPart(part)))));
    }
    const summary: LogSummary = reader.summary;
    return {
      payloads,
      rows: payloads.flatMap(({ rows }) => rows),
      cases: payloads.flatMap(({ cases }) => cases),
      summary,
    };
  };
  const fault = (
    name: string,
    content: string | Buffer,
    options: Partial<LogOptions> = {},
  ): Promise<string> =>
    read(name, content, options).then(
      () => 'nothing was wrong',
      (thrown: Error) => thrown.message.replace(folder, ''),
    );

  it('finds the cases, holders and order of XES, packed or not', async () => {
    const text = xes(
      trace(
        '7',
        moved('Ask', '2026-01-05T09:00:00+01:00', 'Ann'),
        moved('Answer', '2026-01-05T09:00:00+01:00', 'Bob'),
      ),
    );
    const plain = await read('desk.xes', text);
    expect(plain.rows).toEqual([
      { case: '7', n: 0, order: 0, at: '2026-01-05T09:00:00.000+01:00', activity: 'Ask', person: 'Ann' },
      { case: '7', n: 1, order: 1, at: '2026-01-05T09:00:00.000+01:00', activity: 'Answer', person: 'Bob' },
    ]);
    expect(plain.cases).toEqual([{ case: '7', first: { at: '2026-01-05T09:00:00.000+01:00', order: 0 } }]);
    expect((await read('desk.xes.gz', gzipSync(text))).rows).toEqual(plain.rows);
  });

  it('passes over attributes within attributes, lists and extensions nobody knows', async () => {
    const nested =
      '<string key="extra:note" value="x"><string key="concept:name" value="not this"/></string>' +
      '<list key="extra:list"><values><string key="org:resource" value="nor this"/></values></list>';
    const attributes = {
      'concept:name': 'Ask',
      'time:timestamp': '2026-01-05T09:00:00Z',
      'org:resource': 'Ann',
    };
    const { rows } = await read('nested.xes', xes(trace('7', event(attributes, nested))));
    expect(rows).toEqual([expect.objectContaining({ activity: 'Ask', person: 'Ann' })]);
  });

  it('holds a trace of 20,000 events without keeping it, and tells its case once', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      moved('Step', new Date(Date.parse('2026-01-01T00:00:00Z') + i * 1_000).toISOString(), `P${i % 7}`),
    );
    const { payloads, cases } = await read('long.xes', xes(trace('7', ...many)));
    expect(payloads.length).toBe(40);
    expect(cases).toHaveLength(1);
  });

  it('refuses a case without end whole, at the line where it is too long', async () => {
    const rows = Array.from({ length: 50_001 }, () => '7,2026-01-05,Ask');
    expect(await fault('endless.csv', `case,at,activity\n${rows.join('\n')}\n`)).toBe(
      '/endless.csv:50002:1 is one row more than the 50000 that a case may have: is "7" one case? Name what tells cases apart with --item.',
    );
  });

  it.each([
    [
      'cut.xes',
      xes(trace('7', moved('Ask', '2026-01-05T09:00:00Z', 'Ann'))).slice(0, -40),
      'is cut off in the middle of <event>: get the whole file.',
    ],
    ['doctype.xes', '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<log/>', 'has a DOCTYPE'],
    ['entity.xes', '<log><trace><string key="concept:name" value="&a;"/></trace></log>', 'undefined entity'],
    ['page.xes', '<html></html>', 'is no XES: it begins with <html>'],
    ['text.xes', 'nothing of the kind', 'is no well-formed XML'],
    ['empty.xes', '<log></log>', 'it holds none.'],
    ['timeless.xes', xes(trace('7', event({ 'concept:name': 'Ask' }))), 'line 5, because it has no time.'],
    [
      'short.xes.gz',
      gzipSync(xes(trace('7', moved('Ask', '2026-01-05T09:00:00Z', 'Ann')))).subarray(0, 60),
      'unexpected end of file.',
    ],
    ['log.txt', 'a,b', 'is neither .xes nor .csv'],
    [
      'no-time.csv',
      'case,activity\n7,Ask\n',
      ':1 has no column for the at: name one of "case", "activity" with --at.',
    ],
    ['quote.csv', 'case,at,activity\n7,2026-01-05,"Ask\n', 'a quote is opened and never closed'],
    ['nothing.csv', '', 'is empty'],
  ])('refuses %s whole, in one sentence', async (name, content, sentence) => {
    const said = await fault(name, content);
    expect(said).toContain(sentence);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('names the attributes that there are when a wanted one is not', async () => {
    const text = xes(trace('7', moved('Ask', '2026-01-05T09:00:00Z', 'Ann')));
    expect(await fault('team.xes', text, { columns: { team: 'group' } })).toContain(
      'has "group" (--team): they have "concept:name", "time:timestamp", "org:resource".',
    );
  });

  it('reads CSV with a byte order mark, semicolons, quotes over lines, and refuses rows by their lines', async () => {
    const { rows, cases, summary } = await read(
      'desk.csv',
      '\uFEFFTicket;When;What;Who\r\n' +
        '7;2026-03-29 01:59:00;"Ask; \r\n""twice""";Ann\r\n' +
        '7;2026-03-29 02:30:00;Answer;Bob\r\n' +
        '7;2026-03-29 03:01:00;Closed;\r\n' +
        '7;2026-03-29\r\n' +
        ';2026-03-29 04:00:00;Ask;Ann\r\n' +
        '8;2026-03-29T04:00:00+02:00;Ask;Ann\r\n',
      { columns: { item: 'Ticket', at: 'When', activity: 'What', holder: 'Who' }, zone: 'Europe/Rome' },
    );
    expect(rows.map(({ at, activity, person }) => [at, activity, person])).toEqual([
      ['2026-03-29T01:59:00.000+01:00', 'Ask; \r\n"twice"', 'Ann'],
      ['2026-03-29T03:01:00.000+02:00', 'Closed', undefined],
      ['2026-03-29T04:00:00.000+02:00', 'Ask', 'Ann'],
    ]);
    // Two minutes went by, and not an hour and two minutes.
    expect(Date.parse(rows[1]!.at) - Date.parse(rows[0]!.at)).toBe(120_000);
    expect(cases[0]).toMatchObject({ case: '7', closed: { order: 1 } });
    expect(summary).toMatchObject({ rows: 3, refused: 3, local: 2, cases: 2 });
    expect(summary.refusals.map(({ line }) => line)).toEqual([4, 6, 7]);
  });

  it('tells a case again at the end, with more weight, when its rows do not stand together', async () => {
    const { payloads } = await read(
      'mixed.csv',
      'case,at,activity\n1,2026-01-05,Ask\n2,2026-01-05,Ask\n1,2026-01-04,Earlier\n2,2026-01-06,Closed\n',
    );
    const told = payloads.flatMap(({ revision, cases }) =>
      cases.map((one) => [one.case, revision, one.first.order, one.closed?.order]),
    );
    expect(told).toEqual([
      ['1', 0, 0, undefined],
      ['2', 0, 1, undefined],
      ['1', 1, 2, undefined],
      ['2', 1, 1, 3],
    ]);
  });

  it('becomes events that the vocabulary knows', async () => {
    const { payloads } = await read(
      'closed.csv',
      'case,at,activity\nSHOP-4,2026-01-05,Ask\nSHOP-4,2026-01-06,Closed\n',
    );
    const events = payloads.flatMap((payload) => {
      const outcome = interpretRequest(eventlog, { headers: {}, body: Buffer.from(JSON.stringify(payload)) });
      return outcome.outcome === 'accepted' ? outcome.events : [];
    });
    expect(events.map(({ type, at, order }) => [type, at, order])).toEqual([
      ['item.moved', '2026-01-05T00:00:00.000Z', 1],
      ['item.moved', '2026-01-06T00:00:00.000Z', 4],
      ['item.created', '2026-01-05T00:00:00.000Z', 0],
      ['item.closed', '2026-01-06T00:00:00.000Z', 5],
    ]);
    expect(events[0]).toMatchObject({ item: 'SHOP-4' });
  });
});
