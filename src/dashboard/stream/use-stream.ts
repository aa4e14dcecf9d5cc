import { navigate, useSearch } from 'wouter/use-browser-location';

/** The defined stream that the URL names; undefined: as the events show it. */
export const useStream = (): [string | undefined, (name: string | undefined) => void] => {
  const search = useSearch();
  const choose = (name: string | undefined) => {
    const query = new URLSearchParams(search);
    query.delete('stream');
    if (name !== undefined) query.set('stream', name);
    const text = query.toString();
    navigate(location.pathname + (text && `?${text}`));
  };
  return [new URLSearchParams(search).get('stream') || undefined, choose];
};
