import type { ChartOptions } from 'chart.js';

/** The light theme of the dashboard; what stands beside each other differs in lightness, for who prints in grey. */
export const INK = {
  text: '#1b1e22',
  muted: '#5b626b',
  grid: '#e7e8e4',
  paper: '#ffffff',
  main: '#0b5cad',
  second: '#6a5d9e',
  third: '#7b828b',
} as const;

/** The name under which the font is known to the canvas; not that of any font of the machine. */
export const FAMILY = 'Throughline Report';

export const font = { family: FAMILY, size: 12 };

export const WIDTH = 720;

/** Told apart by dashes and marks as well as by colour. */
export const STROKES = [
  { colour: INK.main, width: 2.5, dash: [], mark: 'circle' },
  { colour: INK.second, width: 1.75, dash: [7, 4], mark: 'rect' },
  { colour: INK.third, width: 1.75, dash: [2, 3], mark: 'triangle' },
] as const;

/** From dark to light in turn, so that neighbours differ; each with the colour in which text on it is read. */
export const FILLS = [
  { fill: '#0b5cad', on: INK.paper },
  { fill: '#d3e3f4', on: INK.text },
  { fill: '#6a5d9e', on: INK.paper },
  { fill: '#e4dff3', on: INK.text },
  { fill: '#3b4048', on: INK.paper },
  { fill: '#c3c8ce', on: INK.text },
  { fill: '#f2f3f1', on: INK.text },
] as const;

/** The same for what passed, failed, was allowed and is unknown, wherever it is drawn. */
export const VERDICT_FILLS = [
  { fill: '#d3e3f4', on: INK.text },
  { fill: '#8a2b00', on: INK.paper },
  { fill: '#ffffff', on: INK.text },
  { fill: '#a9b0b8', on: INK.text },
] as const;

/** No clock, no screen: one drawing at once. */
export const STILL = {
  animation: false,
  responsive: false,
  devicePixelRatio: 1,
  events: [],
  font,
  color: INK.text,
  layout: { padding: { right: 16, top: 4 } },
} satisfies ChartOptions;

const COVERED = /[^\u0020-\u024F\u0370-\u052F\u1E00-\u1EFF\u2010-\u2027\u2030-\u205E\u20AC]/gu;

/**
 * The letters that the font has. Others would be taken from whatever font a machine has, and a drawing would differ from
 * machine to machine; the table next to it has them.
 */
export const drawable = (text: string): string => text.replace(COVERED, '?');

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}\u2026` : text;
