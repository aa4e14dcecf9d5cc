import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAll } from '../../../test/support/recorded-api.js';
import { HttpPullClient } from '../intake/pull-client.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Setting } from '../source.js';
import { aws } from './index.js';
import { pull } from './pull.js';
import type { AwsSettings } from './settings.js';

const [ID, SECRET] = ['AKIDBAKERY', 'not-a-real-secret'];
const NOW = Date.parse('2026-03-02T12:00:00Z');
const setting = settingOf(aws, 'aws-bakery') as Setting<AwsSettings>;

interface Asked {
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly NextToken?: string;
  readonly LookupAttributes?: unknown;
}

const callAt = (n: number, at: string) => ({
  eventVersion: '1.08',
  eventID: `call-${n}`,
  eventName: 'RunInstances',
  eventSource: 'ec2.amazonaws.com',
  eventTime: at,
  awsRegion: 'eu-central-1',
  recipientAccountId: '111122223333',
  readOnly: false,
  userIdentity: { type: 'IAMUser', userName: 'ada', accountId: '111122223333' },
  requestParameters: {},
  responseElements: { instancesSet: { items: [{ instanceId: `i-0000000000000000${n}` }] } },
});

/** What AWS does with a request: computes the signature itself, from what came over the wire. */
const isSigned = (request: IncomingMessage, body: string): boolean => {
  const told =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/cloudtrail\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      request.headers.authorization ?? '',
    );
  if (!told) return false;
  const [, id, day, region, names, signature] = told as unknown as string[];
  const date = String(request.headers['x-amz-date']);
  const lines = names!.split(';').map((name) => `${name}:${String(request.headers[name])}\n`);
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const canonical = `${request.method}\n/\n\n${lines.join('')}\n${names}\n${sha(body)}`;
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/cloudtrail/aws4_request\n${sha(canonical)}`;
  const key = mac(mac(mac(mac(`AWS4${SECRET}`, day!), region!), 'cloudtrail'), 'aws4_request');
  return id === ID && mac(key, text).toString('hex') === signature;
};

const PAGE = 2;

describe('reading what CloudTrail keeps', () => {
  let calls: ReturnType<typeof callAt>[];
  let asked: Asked[];
  let troubles: ((response: ServerResponse) => void)[];
  let server: ReturnType<typeof createServer>;
  let client: HttpPullClient;
  let waited: string[];

  const answer = (response: ServerResponse, status: number, value: unknown, headers = {}) => {
    const date = new Date(NOW).toUTCString();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', date, ...headers });
    response.end(JSON.stringify(value));
  };

  const found = ({ StartTime = 0, EndTime = Number.POSITIVE_INFINITY, NextToken = '0' }: Asked) => {
    const fitting = calls
      .filter(({ eventTime }) => Date.parse(eventTime) / 1_000 >= StartTime)
      .filter(({ eventTime }) => Date.parse(eventTime) / 1_000 <= EndTime)
      .toSorted((a, b) => (a.eventTime > b.eventTime ? -1 : 1));
    const from = Number(NextToken);
    return {
      Events: fitting.slice(from, from + PAGE).map((one) => ({
        EventId: one.eventID,
        CloudTrailEvent: JSON.stringify(one),
      })),
      ...(from + PAGE < fitting.length && { NextToken: String(from + PAGE) }),
    };
  };

  beforeEach(async () => {
    calls = [
      callAt(1, '2026-03-01T08:00:00Z'),
      callAt(2, '2026-03-02T09:10:00Z'),
      callAt(3, '2026-03-02T09:10:00Z'),
      callAt(4, '2026-03-02T09:10:30Z'),
      callAt(5, '2026-03-02T11:50:00Z'),
    ];
    asked = [];
    troubles = [];
    waited = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += String(part);
      if (!isSigned(request, body)) return answer(response, 400, { __type: 'InvalidSignatureException' });
      const trouble = troubles.shift();
      if (trouble) return trouble(response);
      asked.push(JSON.parse(body) as Asked);
      return answer(response, 200, found(asked.at(-1)!));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    client = clientWith(`${ID}:${SECRET}`);
  });
  afterEach(() => server.close());

  const clientWith = (credential: string, everyMs?: number) =>
    new HttpPullClient({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      headers: pull.headers(credential),
      sign: (request) => pull.sign!(request, credential),
      isBusy: pull.isBusy,
      everyMs,
      firstPauseMs: 5,
      onWait: (_, why) => waited.push(why),
    });

  const read = (cursor?: string) => readAll(pull, cursor, { client, setting });
  const idsOf = (pulled: Awaited<ReturnType<typeof read>>): string[] => [
    ...new Set(
      pulled.map(({ request }) => (JSON.parse(request.body.toString()) as { eventID: string }).eventID),
    ),
  ];

  it('reads ninety days, signed, page by page, and each call is understood', async () => {
    const pulled = await read();
    expect(idsOf(pulled).sort()).toEqual(['call-1', 'call-2', 'call-3', 'call-4', 'call-5']);
    expect(pulled.at(-1)!.cursor).toBe(new Date(NOW).toISOString());
    expect(asked.some(({ NextToken }) => NextToken === '2')).toBe(true);
    expect(asked[1]!.StartTime).toBe(NOW / 1_000 - 90 * 86_400);
    for (const { request } of pulled)
      expect(interpretRequest(aws, request, setting).outcome).toBe('accepted');
  });

  it('goes on from where it was, and half an hour before: calls are shown late', async () => {
    const cursor = (await read()).at(-1)!.cursor;
    asked.length = 0;
    calls.push(callAt(6, '2026-03-02T11:45:00Z'));
    expect(idsOf(await read(cursor)).sort()).toEqual(['call-5', 'call-6']);
    expect(asked.length).toBeLessThan(5);
  });

  it('misses nothing when it is cut off between two records of a span', async () => {
    const all = await read();
    for (let cut = 1; cut <= all.length; cut += 1) {
      const rest = await read(all[cut - 1]!.cursor);
      const ids = new Set([...idsOf(all.slice(0, cut)), ...idsOf(rest)]);
      expect(ids.size).toBe(5);
    }
  });

  it('waits when it asked too often, in whichever way AWS says so, and when the connection breaks', async () => {
    troubles = [
      (response) => answer(response, 400, { __type: 'ThrottlingException', message: 'Rate exceeded' }),
      (response) => answer(response, 429, {}, { 'retry-after': '0' }),
      (response) => response.destroy(),
    ];
    expect(idsOf(await read())).toHaveLength(5);
    expect(waited).toHaveLength(3);
  });

  it('is told that its credential is not good', async () => {
    client = clientWith(`${ID}:another-secret`);
    await expect(read()).rejects.toThrow(/answered 400: .*InvalidSignatureException/);
  });

  it('asks no more than twice a second', async () => {
    client = clientWith(`${ID}:${SECRET}`, pull.everyMs);
    const times: number[] = [];
    server.on('request', () => times.push(performance.now()));
    for (let i = 0; i < 3; i += 1) await client.post('/', {});
    const shortest = Math.min(...times.slice(1).map((time, i) => time - times[i]!));
    expect(shortest).toBeGreaterThan(450);
  });
});
