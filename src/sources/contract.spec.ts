import { RECEPTION, readSample, requestOf, sampleNames } from '../../test/support/samples.js';
import { interpretRequest } from './interpret.js';
import { keptHeaders } from './kept-headers.js';
import { findSource, sources } from './registry.js';
import type { AnySource, RawRequest } from './source.js';

/** What every source promises, whoever wrote it; a new one is held to this by its line in the registry. */

const GARBAGE: readonly [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['half a JSON value', Buffer.from('{"a": [')],
  ['null', Buffer.from('null')],
  ['a text', Buffer.from('"ring"')],
  ['an empty list', Buffer.from('[]')],
  ['an empty object', Buffer.from('{}')],
  ['a list of nothing', Buffer.from('[null, 1, "a", {}]')],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
  ['a NUL and a lone surrogate', Buffer.from('{"a": "\\u0000\\ud800"}')],
];

const CREDENTIALS: readonly [string, Record<string, string>][] = [
  ['no credentials', {}],
  ['somebody else’s bearer token', { authorization: 'Bearer wrong' }],
  ['empty credentials', { authorization: '', 'x-hub-signature-256': '' }],
];

describe('the registry', () => {
  it('knows each source by one id', () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const source of sources) expect(findSource(source.id)).toBe(source);
  });

  it('does not know what nobody wrote', () => {
    expect(findSource('carrier-pigeon')).toBeUndefined();
  });
});

describe.each(sources.map((source): [string, AnySource] => [source.id, source]))(
  'the source %s',
  (id, source) => {
    it('has an id that fits into an address, a title, and headers in lower case', () => {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(source.title).not.toBe('');
      expect(source.headers).toEqual(source.headers.map((header) => header.toLowerCase()));
    });

    it('keeps no header that may hold a credential', () => {
      const credentials = source.headers.filter((header) =>
        /authorization|cookie|token|secret|signature/.test(header),
      );
      expect(credentials).toEqual([]);
    });

    it('shows at least one sample', () => {
      expect(sampleNames(id).length).toBeGreaterThan(0);
    });

    it.each(sampleNames(id))('understands its sample %s, and every time alike', (name) => {
      const request = requestOf(readSample(id, name));
      const outcome = interpretRequest(source, request);
      expect(outcome).not.toMatchObject({ outcome: 'rejected' });
      expect(interpretRequest(source, request)).toEqual(outcome);
      if (outcome.outcome !== 'accepted') return expect(outcome.reason).not.toBe('');
      expect(outcome.events.length).toBeGreaterThan(0);
      expect(new Set(outcome.events.map((event) => event.id)).size).toBe(outcome.events.length);
    });

    it('needs nothing of a sample but the headers that it keeps', () => {
      for (const name of sampleNames(id)) {
        const { headers, body } = requestOf(readSample(id, name));
        const kept = keptHeaders(source.headers, headers);
        expect(interpretRequest(source, { headers: kept, body })).toEqual(
          interpretRequest(source, { headers, body }),
        );
      }
    });

    it.each(CREDENTIALS)('refuses a sender with %s and says why', (_, credentials) => {
      const sample = requestOf(readSample(id, sampleNames(id)[0]!));
      const request: RawRequest = { headers: { ...sample.headers, ...credentials }, body: sample.body };
      for (const values of [['the right secret'], [], ['']]) {
        const authenticity = source.authenticate(request, { values }, RECEPTION);
        expect(authenticity).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) });
      }
    });

    it.each(GARBAGE)('survives %s', (_, body) => {
      const samples = sampleNames(id).map((name) => readSample(id, name).headers);
      for (const headers of [{}, ...samples]) {
        const { outcome } = interpretRequest(source, { headers, body });
        expect(['accepted', 'ignored', 'rejected']).toContain(outcome);
        expect(() => source.deliveryKey?.({ headers, body })).not.toThrow();
      }
    });
  },
);
