import { SaxesParser } from 'saxes';

/** What an element becomes: its text when it has nothing else, otherwise its attributes and children as members. */
export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue };

const DEEPEST = 50;

interface Open {
  readonly name: string;
  readonly members: Map<string, XmlValue>;
  text: string;
}

/**
 * XML as plain values: a repeated element is a list, the text of an element that has attributes is its member `text`.
 *
 * @throws Error on anything that is no well-formed XML, and on a document type, which could define entities.
 */
export const parseXml = (xml: string): Record<string, XmlValue> => {
  const parser = new SaxesParser();
  const root: Open = { name: '', members: new Map(), text: '' };
  const open: Open[] = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type is not allowed');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEEPEST) throw new Error(`elements are nested more than ${DEEPEST} deep`);
    open.push({ name, members: new Map(Object.entries(attributes)), text: '' });
  });
  const addText = (text: string): void => {
    open.at(-1)!.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop()!;
    add(open.at(-1)!.members, closed.name, contentOf(closed));
  });
  parser.write(xml).close();
  return Object.fromEntries(root.members);
};

const contentOf = ({ members, text }: Open): XmlValue => {
  const trimmed = text.trim();
  if (members.size === 0) return trimmed;
  if (trimmed !== '') members.set('text', trimmed);
  return Object.fromEntries(members);
};

const add = (members: Map<string, XmlValue>, name: string, value: XmlValue): void => {
  const known = members.get(name);
  if (known === undefined) members.set(name, value);
  else if (Array.isArray(known)) known.push(value);
  else members.set(name, [known, value]);
};
