import { type Document, isMap, isNode, LineCounter } from 'yaml';
import { UserError } from '../../support/errors.js';
import { parseYaml } from '../../support/yaml.js';
import type { StreamIssue } from './check-definition.js';

const MOST_BYTES = 256 * 1024;

/** A YAML text that knows where everything in it stands. */
export class PlacedText {
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /**
   * @param file what it is called in sentences.
   * @throws UserError `BAD_STREAM`
   */
  constructor(
    private readonly file: string,
    text: string,
  ) {
    const options = { lineCounter: this.lines, prettyErrors: false, logLevel: 'silent' } as const;
    this.document = parseYaml(Buffer.byteLength(text) > MOST_BYTES ? '' : text, options);
    if (Buffer.byteLength(text) > MOST_BYTES) this.refuseAt(0, 'is larger than 256 kB: no stream needs that');
    const [wrong] = this.document.errors;
    if (wrong) this.refuseAt(wrong.pos[0], `is no YAML: ${wrong.message.split('\n', 1)[0]}`);
  }

  has(key: string): boolean {
    return isMap(this.document.contents) && this.document.contents.has(key);
  }

  value(): unknown {
    return this.document.toJS() ?? {};
  }

  refuse({ path, message }: StreamIssue): never {
    const known = this.inText(path);
    return this.refuseAt(this.offsetOf(known), `${known.map(String).join('.') || 'the file'}: ${message}`);
  }

  private refuseAt(offset: number, message: string): never {
    const { line, col } = this.lines.linePos(offset);
    const place = `${Math.max(1, line)}:${Math.max(1, col)}`;
    throw new UserError(`${this.file}:${place} ${message.replace(/\.$/, '')}.`, 'BAD_STREAM');
  }

  /** A single condition is read as a list of one: the place of that is not in the text. */
  private inText(path: readonly PropertyKey[]): PropertyKey[] {
    const known: PropertyKey[] = [];
    for (const key of path) {
      const around = known.length > 0 ? this.document.getIn(known, true) : this.document.contents;
      if (typeof key !== 'number' || !isMap(around)) known.push(key);
    }
    return known;
  }

  /** Of the place itself, or of the nearest around it that is there. */
  private offsetOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return this.document.contents?.range?.[0] ?? 0;
  }
}
