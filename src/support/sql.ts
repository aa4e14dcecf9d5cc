import type { QueryConfig } from 'pg';

/** A statement and its parameters; nests inside another `sql` template and renumbers its placeholders. */
export class Sql implements QueryConfig {
  constructor(
    private readonly strings: readonly string[],
    private readonly parameters: readonly unknown[],
  ) {}

  /** The statement with `$1 ... $n` placeholders, as PostgreSQL takes it. */
  get text(): string {
    return this.flatten().text;
  }

  get values(): unknown[] {
    return this.flatten().values;
  }

  private flatten(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    const text = this.write(values);
    return { text, values };
  }

  private write(values: unknown[]): string {
    return this.strings.reduce((text, chunk, i) => {
      if (i === 0) return chunk;
      const parameter = this.parameters[i - 1];
      if (parameter instanceof Sql) return text + parameter.write(values) + chunk;
      values.push(parameter);
      return `${text}$${values.length}${chunk}`;
    }, '');
  }
}

/** Hand-written SQL: every `${value}` becomes a bound parameter, every `${Sql}` is spliced in. */
export const sql = (strings: TemplateStringsArray, ...parameters: unknown[]): Sql =>
  new Sql(strings, parameters);

/** Text that is part of the statement itself (a column or table name of ours); never anything a person typed. */
export const raw = (text: string): Sql => new Sql([text], []);

export const join = (parts: readonly Sql[], separator: string): Sql =>
  parts.length === 0 ? raw('') : new Sql(['', ...parts.slice(1).map(() => separator), ''], [...parts]);
