import {
  type CST,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  parseAllDocuments,
  parseDocument,
  type SchemaOptions,
  YAMLParseError,
} from 'yaml';

type Options = ParseOptions & DocumentOptions & SchemaOptions;

/** What a person or a system writes is far from it. */
const MOST_LEVELS = 200;

/**
 * Reads YAML. What is nested too deeply is an error of the document, told before anything is built of it: the library
 * builds by recursion and goes on after the stack is exhausted, and V8 ends the process where a regular expression is
 * compiled at the end of a stack.
 */
export const parseYaml = (text: string, options: Options = {}): Document.Parsed => {
  const place = tooDeepIn(text);
  return place === undefined ? parseDocument(text, options) : refused(place, options);
};

/** The same for several documents in one text. */
export const parseAllYaml = (text: string, options: Options = {}): Document.Parsed[] => {
  const place = tooDeepIn(text);
  return place === undefined ? [...parseAllDocuments(text, options)] : [refused(place, options)];
};

/** The value of one document. @throws its first error. */
export const yamlValue = (text: string, options: Options = {}): unknown => {
  const document = parseYaml(text, options);
  const [wrong] = document.errors;
  if (wrong) throw wrong;
  return document.toJS({ maxAliasCount: 100 });
};

const refused = (place: number, options: Options): Document.Parsed => {
  const document = parseDocument('', options);
  const message = `it is nested deeper than ${MOST_LEVELS} levels`;
  document.errors.push(new YAMLParseError([place, place + 1], 'RESOURCE_EXHAUSTION', message));
  return document;
};

/** Where it is too deep. Neither the parser nor this walk is recursive, so nothing is too deep for them. */
const tooDeepIn = (text: string): number | undefined => {
  let level: CST.Token[] = [...new Parser().parse(text)];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) return level[0]!.offset;
    level = level.flatMap(inside);
  }
  return undefined;
};

const inside = (token: CST.Token): CST.Token[] => {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((one) => one !== null && one !== undefined),
  );
};
