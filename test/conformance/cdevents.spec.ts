import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cdevents } from '../../src/sources/cdevents/index.js';
import { cloudevents } from '../../src/sources/cloudevents/index.js';
import { interpretRequest } from '../../src/sources/interpret.js';
import type { AnySource } from '../../src/sources/source.js';

/** The examples that the specifications of CDEvents and CloudEvents give, in a folder beside this repository. */
const shared = new URL('../../../shared/payloads/', import.meta.url);

/** Examples whose `data_base64` is a placeholder are still envelopes; their type is nobody's, so the data is not read. */
const folders: readonly [string, AnySource][] = [
  ['cdevents', cdevents],
  ['cloudevents', cloudevents],
];

const contentType = (body: unknown): string => {
  if (Array.isArray(body)) return 'application/cloudevents-batch+json';
  return typeof body === 'object' && body !== null && 'specversion' in body
    ? 'application/cloudevents+json'
    : 'application/json';
};

describe.each(folders)('the examples of %s', (name, source) => {
  const folder = new URL(`${name}/`, shared);
  if (!existsSync(folder)) {
    it.skip(`are not tried, because ${folder.pathname} is not there`, () => {});
    return;
  }

  it.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s is understood', (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const headers = { 'content-type': contentType(JSON.parse(text)) };
    const outcome = interpretRequest(source, { headers, body: Buffer.from(text) });
    if (outcome.outcome === 'accepted') expect(outcome.events.length).toBeGreaterThan(0);
    else expect(outcome).toEqual({ outcome: 'ignored', reason: expect.stringMatching(/\w.*\.$/) });
  });
});
