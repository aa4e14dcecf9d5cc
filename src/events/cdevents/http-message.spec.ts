import { deliveryKeyOf, messagesOf } from './http-message.js';

const event = { specversion: '1.0', id: 'A-1', source: '/ci', type: 'com.example.some', data: { n: 1 } };
const request = (contentType: string | undefined, body: unknown, headers: Record<string, string> = {}) => ({
  headers: { ...(contentType !== undefined && { 'content-type': contentType }), ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const ce = { 'ce-specversion': '1.0', 'ce-id': 'A-1', 'ce-source': '/ci', 'ce-type': 'com.example.some' };

describe('CloudEvents over HTTP', () => {
  it('in structured mode', () => {
    expect(messagesOf(request('application/cloudevents+json; charset=utf-8', event))).toEqual([event]);
  });

  it('in batch mode, also an empty one', () => {
    expect(messagesOf(request('application/cloudevents-batch+json', [event, event]))).toEqual([event, event]);
    expect(messagesOf(request('Application/CloudEvents-Batch+JSON', []))).toEqual([]);
    expect(() => messagesOf(request('application/cloudevents-batch+json', event))).toThrow('JSON list');
  });

  it('in binary mode: attributes in headers, percent-encoded where need be', () => {
    const headers = { ...ce, 'ce-subject': 'Euro%20%E2%82%AC', 'ce-odd': '100%', 'x-other': 'no' };
    expect(messagesOf(request('application/json', { n: 1 }, headers))).toEqual([
      { ...event, subject: 'Euro €', odd: '100%', datacontenttype: 'application/json' },
    ]);
  });

  it('in binary mode with any content type, or none, or no body', () => {
    const { data: _, ...bare } = event;
    expect(messagesOf(request('text/xml', '<n/>', ce))).toEqual([
      { ...bare, datacontenttype: 'text/xml', data_base64: Buffer.from('<n/>').toString('base64') },
    ]);
    expect(messagesOf(request('application/vnd.ours+json;v=1', '{"n":1}', ce))[0]).toMatchObject({
      data: { n: 1 },
    });
    expect(messagesOf(request(undefined, '{"n":1}', ce))[0]).toMatchObject({ data: { n: 1 } });
    expect(messagesOf(request(undefined, '', ce))).toEqual([bare]);
  });

  it('as JSON that names no mode: a list is a batch', () => {
    expect(messagesOf(request('application/json', event))).toEqual([event]);
    expect(messagesOf(request(undefined, `\uFEFF${JSON.stringify([event])}`))).toEqual([event]);
  });

  it('in a format that is not JSON is refused with what to send instead', () => {
    expect(() => messagesOf(request('application/cloudevents+avro', ''))).toThrow(
      'send application/cloudevents+json',
    );
  });
});

describe('the key of a delivery', () => {
  const key = (value: unknown, type = 'application/cloudevents+json') => deliveryKeyOf(request(type, value));

  it('is that of the event, however it is written', () => {
    expect(key({ ...event, extension: 1 })).toBe(key(event));
    expect(deliveryKeyOf(request('application/json', { n: 1 }, ce))).toBe(key(event));
  });

  it('differs by source and id, and by type and time, since some senders use one id for start and end', () => {
    const others = [
      { id: 'A-2' },
      { source: '/cd' },
      { type: 'com.example.end' },
      { time: '2026-03-02T10:15:00Z' },
    ];
    const keys = others.map((other) => key({ ...event, ...other }));
    expect(new Set([key(event), ...keys]).size).toBe(5);
  });

  it('is known for a CDEvent that no CloudEvent wraps', () => {
    const context = {
      id: 'A-1',
      source: '/ci',
      type: 'dev.cdevents.build.queued.0.1.0',
      timestamp: '2026-03-02T10:15:00Z',
    };
    expect(key({ context, subject: {} }, 'application/json')).toEqual(expect.any(String));
  });

  it('is left to the body for a batch and for what cannot be read', () => {
    expect(key([event], 'application/cloudevents-batch+json')).toBeUndefined();
    expect(key('not json')).toBeUndefined();
    expect(key({})).toBeUndefined();
    expect(key([event, event], 'application/json')).toBeUndefined();
  });
});
