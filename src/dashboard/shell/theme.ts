import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

export type Theme = 'light' | 'dark';

const storageKey = 'throughline.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
const root = document.documentElement;

const notify = (): void => {
  for (const listener of listeners) listener();
};

systemDark.addEventListener('change', notify);
// Paper is white: charts are drawn again in the light colours before the browser lays out the printed page.
const printing = (on: boolean) => () => {
  root.toggleAttribute('data-printing', on);
  flushSync(notify);
};
addEventListener('beforeprint', printing(true));
addEventListener('afterprint', printing(false));

const current = (): Theme => {
  if (root.hasAttribute('data-printing')) return 'light';
  const chosen = root.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return systemDark.matches ? 'dark' : 'light';
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The theme that is shown now: the saved choice, else the system's; light while printing. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, current);

export const chooseTheme = (theme: Theme): void => {
  root.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is switched off: the choice lasts until the page is left.
  }
  notify();
};
