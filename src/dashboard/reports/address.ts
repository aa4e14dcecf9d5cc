/** What the Reports page keeps in the URL. */
export interface ReportAddress {
  /** Only runs of this definition. */
  report?: string;
  period?: string;
  /** The run that is open, and the one that it is compared with. */
  run?: string;
  other?: string;
}

const names = ['report', 'period', 'run', 'other'] as const satisfies readonly (keyof ReportAddress)[];

export const readAddress = (search: string): ReportAddress => {
  const query = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, query.get(name) || undefined]));
};

/** The path and query of the page with these, and the filters kept. */
export const reportAddress = (search: string, address: ReportAddress): string => {
  const query = new URLSearchParams(search);
  for (const name of names) {
    query.delete(name);
    const value = address[name];
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return `/reports${text && `?${text}`}`;
};
