/** What the Changes page adds to the filters of the URL. */
export interface Search {
  text: string;
  /** Undefined: scrapped or not. */
  scrapped?: boolean;
}

export const readSearch = (search: string): Search => {
  const query = new URLSearchParams(search);
  const scrapped = query.get('scrapped');
  return {
    text: query.get('q')?.trim() ?? '',
    scrapped: scrapped === 'yes' ? true : scrapped === 'no' ? false : undefined,
  };
};

/** The query string with this search in it and all else kept. */
export const withSearch = (search: string, { text, scrapped }: Search): string => {
  const query = new URLSearchParams(search);
  query.delete('q');
  query.delete('scrapped');
  if (text.trim()) query.set('q', text.trim());
  if (scrapped !== undefined) query.set('scrapped', scrapped ? 'yes' : 'no');
  const written = query.toString();
  return written && `?${written}`;
};
