/** The colours of the theme as a canvas needs them: resolved. */
export interface Palette {
  text: string;
  muted: string;
  grid: string;
  surface: string;
  main: string;
  second: string;
  third: string;
  alert: string;
  band: string;
}

const names: Record<keyof Palette, string> = {
  text: '--text',
  muted: '--muted',
  grid: '--grid',
  surface: '--surface',
  main: '--series-1',
  second: '--series-2',
  third: '--series-3',
  alert: '--series-alert',
  band: '--band',
};

/** Reads the custom properties through an element's colour, because a property itself is not resolved. */
export const readPalette = (near: HTMLElement): Palette => {
  const probe = near.ownerDocument.createElement('span');
  near.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, resolve(name)]));
  probe.remove();
  return palette as unknown as Palette;
};
