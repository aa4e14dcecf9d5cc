/** Red, green and blue, 0 to 255. */
type Rgb = readonly number[];

const WHITE = 'rgb(255, 255, 255)';
const BLACK = 'rgb(0, 0, 0)';

const channels = (colour: string): Rgb => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);

/** Relative luminance, 0 to 1 (WCAG 2.2). */
const luminance = (colour: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** From 1 (none) to 21 (WCAG 2.2). */
export const contrast = (one: Rgb, other: Rgb): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** What is seen of a colour that lies over another with so much of it, 0 to 1. */
export const over = (ground: string, colour: string, strength: number): Rgb => {
  const below = channels(ground);
  return channels(colour).map(
    (channel, index) => strength * channel + (1 - strength) * (below[index] ?? channel),
  );
};

/** White or black, whichever is read better there: at least 4.5 to 1 on any colour. */
export const inkOn = (seen: Rgb): string =>
  contrast(seen, channels(WHITE)) >= contrast(seen, channels(BLACK)) ? WHITE : BLACK;
