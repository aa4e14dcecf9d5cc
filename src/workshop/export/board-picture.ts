import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { FONTS } from '../../support/fonts.js';
import { makePdf } from '../../support/pdf.js';
import type { DrawnBoard } from './board-svg.js';

/** A long board is drawn smaller, so that the picture stays one that programs open. */
const MOST_PIXELS = 40_000_000;
const SHARP = 2;

/** A name of its own: what a board registers must not change how the charts of reports look. */
const FAMILY = 'Throughline Board';
let isPrepared = false;

const prepare = (): void => {
  if (isPrepared) return;
  GlobalFonts.registerFromPath(FONTS.normal, FAMILY);
  GlobalFonts.registerFromPath(FONTS.bold, FAMILY);
  isPrepared = true;
};

export const boardPng = async ({ svg, width, height }: DrawnBoard): Promise<Buffer> => {
  prepare();
  const scale = Math.min(SHARP, Math.sqrt(MOST_PIXELS / (width * height)));
  const sized = svg
    .replace('font-family="Roboto"', `font-family="${FAMILY}"`)
    .replace(
      `width="${width}" height="${height}"`,
      `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`,
    );
  const image = await loadImage(Buffer.from(sized));
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toBuffer('image/png');
};

/** As wide as a sheet of A3 that lies, and as long as the board is. */
const PAGE = 1_190;

export const boardPdf = ({ svg, width, height }: DrawnBoard, title: string, at: Date): Promise<Buffer> =>
  makePdf({
    info: { title, creator: 'Throughline', producer: 'Throughline', creationDate: at, modDate: at },
    language: 'en',
    pageSize: { width: PAGE, height: (height / width) * PAGE },
    pageMargins: 0,
    defaultStyle: { font: 'Roboto' },
    content: [{ svg, width: PAGE }],
  });
