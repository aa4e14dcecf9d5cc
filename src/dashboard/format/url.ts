/** A source may send any text as a link; only web addresses become one. */
export const webAddress = (url: string | null): string | undefined =>
  url && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;

/** The page of one change. Ids hold slashes, `#` and `@`. */
export const changePath = (id: string): string => `/changes/${encodeURIComponent(id)}`;

/** The page of what flows through a stream: a change has one of its own, with its commits and deliveries. */
export const itemPath = (item: string): string => {
  const change = /^change:(.+)$/.exec(item)?.[1];
  return change ? changePath(change) : `/items/${encodeURIComponent(item)}`;
};

/** The id in a path of a change's page, undefined when it is not one or its escapes are broken. */
export const changeIdOf = (pathname: string): string | undefined => idBehind('changes', pathname);

/** The id in a path of an item's page. */
export const itemIdOf = (pathname: string): string | undefined => idBehind('items', pathname);

const idBehind = (page: string, pathname: string): string | undefined => {
  const encoded = pathname.startsWith(`/${page}/`) ? pathname.slice(page.length + 2) : '';
  try {
    return decodeURIComponent(encoded) || undefined;
  } catch {
    return undefined;
  }
};
