import { useEffect, useRef } from 'react';
import { usePathname } from 'wouter/use-browser-location';

/** After a change of page, the focus goes to the content, so that a screen reader starts where the new page starts. */
export const useRouteFocus = (): void => {
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.getElementById('content')?.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: 'instant' });
  }, [path]);
};

/** Names the page in the browser's tab and history. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Throughline`;
  }, [title]);
};
