import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { irc } from '../../src/sources/irc/index.js';
import { parseLine, parseSender } from '../../src/sources/irc/message.js';
import { collectedAt, describeCollected, describeIf } from '../support/collected.js';

describeCollected(irc, []);

interface Atoms {
  readonly tags?: Record<string, string>;
  readonly source?: string;
  readonly verb: string;
  readonly params?: string[];
}

const testsIn = <T>(file: string): T[] => {
  const place = collectedAt(`irc/${file}`);
  return existsSync(place) ? (parse(readFileSync(place, 'utf8')) as { tests: T[] }).tests : [];
};

const expectAtoms = (line: string, atoms: Atoms): void => {
  const message = parseLine(line);
  expect(message?.verb).toBe(atoms.verb);
  expect(message?.source).toBe(atoms.source);
  expect(message?.params).toEqual(atoms.params ?? []);
  expect(Object.fromEntries(message?.tags ?? [])).toEqual(atoms.tags ?? {});
};

describeIf(collectedAt('irc/'), 'the lines that others test their parsers with', () => {
  it('are taken apart alike', () => {
    const tests = testsIn<{ input: string; atoms: Atoms }>('msg-split.yaml');
    expect(tests.length).toBeGreaterThan(0);
    for (const { input, atoms } of tests) expectAtoms(input, atoms);
  });

  it('are taken apart into what they were joined from', () => {
    const tests = testsIn<{ matches: string[]; atoms: Atoms }>('msg-join.yaml');
    expect(tests.length).toBeGreaterThan(0);
    for (const { matches, atoms } of tests) for (const line of matches) expectAtoms(line, atoms);
  });

  it('name their sender', () => {
    const tests = testsIn<{ source: string; atoms: object }>('userhost-split.yaml');
    expect(tests.length).toBeGreaterThan(0);
    for (const { source, atoms } of tests) {
      expect(parseSender(source)).toEqual({ nick: '', user: '', host: '', ...atoms });
    }
  });
});
