import { type ReactNode, useId } from 'react';

export interface Column<Row> {
  name: string;
  /** Figures stand to the right. */
  figure?: boolean;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  caption: string;
  /** The first column names the row. */
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** The table twin of a chart. It scrolls within itself on a narrow screen. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey }: Props<Row>) => {
  const id = useId();
  const side = (column: Column<Row>) => (column.figure ? 'figure-cell' : undefined);
  const [first, ...others] = columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-labelledby={id} tabIndex={0}>
      <table>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={side(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              <th scope="row">{first?.cell(row)}</th>
              {others.map((column) => (
                <td key={column.name} className={side(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** `no data` is never written as 0. */
export const NoData = () => <span className="no-data">no data</span>;
