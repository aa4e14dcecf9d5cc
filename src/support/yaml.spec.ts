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

const WITHOUT_VALUE: Record<string, readonly [text: string, message: string]> = {
  'a name that is not there': ['a: *gone', 'the alias *gone has no anchor before it'],
  'a name that comes later': ['[*later, &later 1]', 'the alias *later has no anchor before it'],
  'a list in itself': ['a: &x [*x]', 'the alias *x repeats itself without end'],
  'a list in what is in it': ['&x [{a: [*x]}]', 'the alias *x repeats itself without end'],
  'a list that grows': [
    `a: &a [${'1,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
    'it repeats itself by too many aliases: write out what they stand for',
  ],
  'what cannot be merged': ['%YAML 1.1\n---\n<<: 3', 'Merge sources must be maps or map aliases'],
};

/** Texts of the signs by which YAML is built, so that many of them are YAML with anchors, aliases and tags. */
const yamlLike = fc
  .array(
    fc.constantFrom(
      '&a ',
      '*a',
      '&b ',
      '*b',
      '[',
      ']',
      ', ',
      '{',
      '}',
      ': ',
      '? ',
      '- ',
      '\n',
      ' ',
      '<<',
      '!t ',
      '1',
      'x',
    ),
    {
      maxLength: 25,
    },
  )
  .map((parts) => parts.join(''));

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

  it.each(Object.entries(WITHOUT_VALUE))(
    'that has no value is an error of the document: %s',
    (_, [text, message]) => {
      expect(parseYaml(text).errors[0]?.message).toBe(message);
      expect(parseAllYaml(`a: 1\n...\n${text}`)[1]!.errors[0]?.message).toBe(message);
      expect(() => yamlValue(text)).toThrow(message);
    },
  );

  it('is refused where it has so many aliases that to follow them takes long', () => {
    const text = `a: &a 1\nb:\n${'- *a\n'.repeat(100_000)}`;
    const [error] = parseYaml(text, { maxAliasCount: -1 }).errors;
    expect(error?.message).toBe('it has more than 10000 aliases: write them out');
    expect(error?.pos[0]).toBe(text.indexOf('*') + 10_000 * '- *a\n'.length);
  });

  it('names the anchor that was set last, as the library does', () => {
    expect(yamlValue('[&a 1, *a, &a 2, *a]')).toEqual([1, 1, 2, 2]);
  });

  it('is read as the library reads it, unless the library could not say what it means', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), yamlLike), (text) => {
        const [ours, theirs] = [parseYaml(text), parseDocument(text)];
        if (theirs.errors.length > 0 || ours.errors.length === 0)
          expect(ours.errors.map(({ message }) => message)).toEqual(
            theirs.errors.map(({ message }) => message),
          );
        if (ours.errors.length === 0) expect(ours.toJS()).toEqual(theirs.toJS());
        else if (theirs.errors.length === 0) expect(() => JSON.stringify(theirs.toJS())).toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('without errors has a value that can be written', () => {
    fc.assert(
      fc.property(yamlLike, (text) => {
        const document = parseYaml(text);
        if (document.errors.length === 0) expect(() => JSON.stringify(document.toJS())).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
