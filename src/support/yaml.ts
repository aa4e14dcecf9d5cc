import {
  type CST,
  type Document,
  type DocumentOptions,
  type Node,
  type ParseOptions,
  Parser,
  parseAllDocuments,
  parseDocument,
  type SchemaOptions,
  visit,
  YAMLParseError,
} from 'yaml';
import { messageOf } from './errors.js';

type Options = ParseOptions & DocumentOptions & SchemaOptions & { readonly maxAliasCount?: number };

/** What a person or a system writes is far from it. */
const MOST_LEVELS = 200;
const MOST_ALIASES = 10_000;
/** How often what is named once may be repeated, times what it repeats in turn: the library's own limit. */
const MOST_REPEATED = 100;
const TOO_OFTEN = 'it repeats itself by too many aliases: write out what they stand for';

/**
 * Reads YAML. What is nested too deeply is an error of the document, told before anything is built of it: the library
 * builds by recursion and goes on after the stack is exhausted, and V8 ends the process where a regular expression is
 * compiled at the end of a stack. What the library finds only when the value is asked for (a name that is not there, a
 * value that unfolds without end) is an error of the document too: one without errors has a value that can be written.
 */
export const parseYaml = (text: string, options: Options = {}): Document.Parsed => {
  const place = tooDeepIn(text);
  if (place !== undefined) return refused(place, options);
  const document = parseDocument(text, options);
  checkValue(document, options);
  return document;
};

/** The same for several documents in one text. */
export const parseAllYaml = (text: string, options: Options = {}): Document.Parsed[] => {
  const place = tooDeepIn(text);
  if (place !== undefined) return [refused(place, options)];
  const documents = [...parseAllDocuments(text, options)];
  for (const document of documents) checkValue(document, options);
  return documents;
};

/** The value of one document. @throws its first error. */
export const yamlValue = (text: string, options: Options = {}): unknown => {
  const document = parseYaml(text, options);
  const [wrong] = document.errors;
  if (wrong) throw wrong;
  return saidBy(document, options);
};

/** What a document without errors says. */
const saidBy = (document: Document.Parsed, { maxAliasCount = MOST_REPEATED }: Options): unknown =>
  document.toJS({ maxAliasCount });

/** The library finds these only when the value is asked for, and takes the square of the aliases' number for it. */
const checkValue = (document: Document.Parsed, options: Options): void => {
  if (document.errors.length > 0) return;
  const refuse = (node: Node | null, message: string): void => {
    const start = node?.range?.[0] ?? 0;
    document.errors.push(new YAMLParseError([start, start + 1], 'BAD_ALIAS', message));
  };
  const anchors = new Map<string, Node>();
  let aliases = 0;
  visit(document, {
    Value: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
    Alias: (_, alias, around) => {
      aliases += 1;
      if (aliases > MOST_ALIASES) refuse(alias, `it has more than ${MOST_ALIASES} aliases: write them out`);
      const meant = anchors.get(alias.source);
      if (!meant) refuse(alias, `the alias *${alias.source} has no anchor before it`);
      else if (around.includes(meant)) refuse(alias, `the alias *${alias.source} repeats itself without end`);
      return document.errors.length > 0 ? visit.BREAK : undefined;
    },
  });
  if (document.errors.length > 0) return;
  try {
    saidBy(document, options);
  } catch (thrown) {
    const repeated = thrown instanceof ReferenceError;
    refuse(document.contents, repeated ? TOO_OFTEN : messageOf(thrown));
  }
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
