import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { parseAllYaml, parseYaml, yamlValue } from './yaml.js';

const DEEP = {
  lists: '['.repeat(100_000),
  'lists that are closed': '['.repeat(3_000) + ']'.repeat(3_000),
  'objects in lists': '[{a: '.repeat(3_000),
  'lists on one line': `${'- '.repeat(3_000)}x`,
  'keys that are lists': '? '.repeat(3_000),
  'lists under each other': Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
};

describe('YAML', () => {
  it.each(Object.entries(DEEP))('that is nested without end is an error of the document: %s', (_, text) => {
    const [error] = parseYaml(text).errors;
    expect(error?.message).toBe('it is nested deeper than 200 levels');
    expect(parseAllYaml(`a: 1\n---\n${text}`)[0]!.errors[0]?.message).toBe(error?.message);
    expect(() => yamlValue(text)).toThrow('it is nested deeper than 200 levels');
  });

  it('tells where it is nested too deeply', () => {
    expect(parseYaml(`fine: 1\nnot: ${'['.repeat(1_000)}`).errors[0]?.pos[0]).toBeGreaterThan(150);
  });

  it('as deep as a person may write it is read', () => {
    expect(parseYaml('['.repeat(150) + ']'.repeat(150)).errors).toEqual([]);
  });

  it('that is not too deep is read as the library reads it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const [ours, theirs] = [parseYaml(text), parseDocument(text)];
        expect(ours.errors.map(({ message }) => message)).toEqual(
          theirs.errors.map(({ message }) => message),
        );
        if (theirs.errors.length === 0) expect(ours.toJS()).toEqual(theirs.toJS());
      }),
    );
  });
});
