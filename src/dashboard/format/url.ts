/** A source may send any text as a link; only web addresses become one. */
export const webAddress = (url: string | null): string | undefined =>
  url && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;

/** The page of one change. Ids hold slashes, `#` and `@`. */
export const changePath = (id: string): string => `/changes/${encodeURIComponent(id)}`;

/** The id in a path of that page, undefined when it is not one or its escapes are broken. */
export const changeIdOf = (pathname: string): string | undefined => {
  const encoded = /^\/changes\/(.+)$/.exec(pathname)?.[1];
  if (!encoded) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
};
