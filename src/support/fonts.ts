import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Roboto, as it comes with pdfmake: pages and charts look the same on every machine. */
export const FONT_FOLDER = join(dirname(require.resolve('pdfmake/package.json')), 'fonts/Roboto');

export const FONTS = {
  normal: join(FONT_FOLDER, 'Roboto-Regular.ttf'),
  bold: join(FONT_FOLDER, 'Roboto-Medium.ttf'),
  italics: join(FONT_FOLDER, 'Roboto-Italic.ttf'),
  bolditalics: join(FONT_FOLDER, 'Roboto-MediumItalic.ttf'),
} as const;
