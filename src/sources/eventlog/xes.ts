import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { UserError } from '../../support/errors.js';
import { CELLS, type CellName, type ColumnNames, type LogText, quoted, type TextRow } from './cells.js';

/** The keys of the standard extensions of XES. The item is named by the trace, everything else by the event. */
const STANDARD: Required<ColumnNames> = {
  item: 'concept:name',
  at: 'time:timestamp',
  activity: 'concept:name',
  holder: 'org:resource',
  team: 'org:group',
  line: 'org:role',
  lifecycle: 'lifecycle:transition',
};

const VALUES = new Set(['string', 'date', 'int', 'float', 'boolean', 'id']);
/** No tag or text between two events is as long as this in an honest log. */
const LONGEST = 16 * 1024 * 1024;
const MOST_KEYS = 200;

/**
 * Reads XES in memory that does not grow with the log, also where one trace is the whole of it. Attributes within
 * attributes, lists, and extensions that nobody knows are passed over; nothing is fetched, nothing is expanded.
 *
 * @throws UserError with line and column, when it is no well-formed XES.
 */
export async function* readXes(log: LogText): AsyncGenerator<readonly TextRow[]> {
  const reader = new XesReader(log.file, log.columns);
  for await (const text of log.text) yield reader.read(text);
  yield reader.end();
}

class XesReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private readonly columns: Required<ColumnNames>;
  private readonly open: string[] = [];
  private readonly keys = new Set<string>();
  private rows: TextRow[] = [];
  private trace = new Map<string, string>();
  private event: Map<string, string> | undefined;
  private eventLine = 0;
  private lastTag = 0;
  private failure: UserError | undefined;

  constructor(
    private readonly file: string,
    private readonly named: ColumnNames,
  ) {
    this.columns = { ...STANDARD, ...named };
    this.parser.on('error', ({ message }) => this.fail(`is no well-formed XML (${plain(message)})`));
    this.parser.on('doctype', () =>
      this.fail('has a DOCTYPE, which can declare entities and fetch other files: remove it'),
    );
    this.parser.on('opentagstart', () => this.begin());
    this.parser.on('opentag', (tag) => this.enter(tag));
    this.parser.on('closetag', () => this.leave());
  }

  read(text: string): TextRow[] {
    this.parser.write(text);
    if (this.parser.position - this.lastTag > LONGEST)
      this.fail('has a text of more than 16 MB, which no event log needs');
    return this.taken();
  }

  /** What was not closed is known only now. */
  end(): TextRow[] {
    const inside = this.open.at(-1);
    if (inside) this.fail(`is cut off in the middle of <${inside}>: get the whole file`);
    this.parser.close();
    const rows = this.taken();
    this.checkNamed();
    return rows;
  }

  private taken(): TextRow[] {
    if (this.failure) throw this.failure;
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  /** The first fault is the one to mend. */
  private fail(what: string): void {
    const { line, column } = this.parser;
    this.failure ??= new UserError(`${this.file}:${line}:${column} ${what}.`);
  }

  private begin(): void {
    this.lastTag = this.parser.position;
  }

  private enter({ name, attributes }: SaxesTagPlain): void {
    const element = localName(name);
    const parent = this.open.at(-1);
    if (!parent && element !== 'log') this.fail(`is no XES: it begins with <${name}> and not with <log>`);
    this.open.push(element);
    if (element === 'trace' && parent === 'log') this.trace = new Map();
    else if (element === 'event' && (parent === 'trace' || parent === 'log')) this.startEvent();
    else if (VALUES.has(element)) this.note(parent, attributes);
  }

  private startEvent(): void {
    this.event = new Map();
    this.eventLine = this.parser.line;
  }

  private note(parent: string | undefined, { key, value }: Record<string, string>): void {
    if (key === undefined || value === undefined) return;
    if (parent === 'event') {
      this.event?.set(key, value);
      if (this.keys.size < MOST_KEYS) this.keys.add(key);
    } else if (parent === 'trace') this.trace.set(key, value);
  }

  private leave(): void {
    const element = this.open.pop();
    const parent = this.open.at(-1);
    if (element === 'trace') this.trace = new Map();
    if (element !== 'event' || !this.event || (parent !== 'trace' && parent !== 'log')) return;
    this.rows.push({ line: this.eventLine, cells: this.cells(this.event) });
    this.event = undefined;
  }

  private cells(event: ReadonlyMap<string, string>): TextRow['cells'] {
    const cells: Partial<Record<CellName, string>> = {};
    for (const cell of CELLS) {
      const key = this.columns[cell];
      const value = cell === 'item' ? this.item(event) : event.get(key);
      if (value) cells[cell] = value;
    }
    return cells;
  }

  /** A key that a person names may also stand in the events themselves. */
  private item(event: ReadonlyMap<string, string>): string | undefined {
    return this.trace.get(this.columns.item) ?? (this.named.item ? event.get(this.named.item) : undefined);
  }

  private checkNamed(): void {
    for (const [cell, key] of Object.entries(this.named)) {
      if (cell === 'item' || this.keys.size >= MOST_KEYS || this.keys.has(key)) continue;
      throw new UserError(
        `No event of ${this.file} has ${JSON.stringify(key)} (--${cell}): they have ${quoted(this.keys) || 'nothing'}.`,
      );
    }
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Without the position, which the sentence gives already, and without its full stop. */
const plain = (message: string): string => message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
