import { escapeXml } from '../../support/xml.js';

/** How a text looks. */
export interface TextLook {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export const INK = '#1b1e22';
export const MUTED = '#5b626b';
export const LINE = '#c9ccd1';
export const MAIN = '#0b5cad';
export const ALERT = '#c44500';
export const GREY = '#7b828b';

const px = (value: number): string => String(Math.round(value * 100) / 100);

export const drawText = (told: string, x: number, y: number, look: TextLook = {}): string => {
  const { size = 12, bold = false, fill = INK, anchor = 'start' } = look;
  const weight = bold ? ' font-weight="bold"' : '';
  const end = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${fill}"${weight}${end}>${escapeXml(told)}</text>`;
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const drawBox = ({ x, y, width, height }: Box, fill: string, stroke = 'none'): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="${fill}" stroke="${stroke}"/>`;

/** Widths of letters differ; this is wide enough for nearly every text of Roboto. */
const LETTER = 0.56;

/** The text in lines that fit; a word that is too long is broken. */
export const wrap = (told: string, width: number, size: number): string[] => {
  const most = Math.max(4, Math.floor(width / (size * LETTER)));
  return told.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, most));
};

const wrapParagraph = (paragraph: string, most: number): string[] => {
  const words = paragraph.split(/\s+/).flatMap((word) => pieces(word, most));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const pieces = (word: string, most: number): string[] => {
  const letters = [...word];
  if (letters.length <= most) return [word];
  return Array.from({ length: Math.ceil(letters.length / most) }, (_, i) =>
    letters.slice(i * most, (i + 1) * most).join(''),
  );
};

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** `3.4 h`; nothing measured is never written as 0. */
export const shownTime = (seconds: number | null | undefined): string => {
  if (seconds === null || seconds === undefined) return 'no data';
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? UNITS[3];
  return `${Number((seconds / size).toFixed(1))} ${unit}`;
};

export const shownShare = (share: number | null | undefined): string =>
  share === null || share === undefined ? 'no data' : `${Number((share * 100).toFixed(1))} %`;
