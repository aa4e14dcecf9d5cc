import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { FONT_FOLDER, FONTS } from './fonts.js';

/** What is used of pdfmake. Its own types would bring those of the browser into the whole server. */
interface PdfMake {
  setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(document: Content): { getBuffer(): Promise<Buffer> };
}

/** A node of a document, as pdfmake's documentation describes it. */
export type Content = Readonly<Record<string, unknown>>;

const require = createRequire(import.meta.url);

/** The document asks for nothing from the network, and from the disk for its fonts only. */
const load = (): PdfMake => {
  // Loaded with the first document: it takes longer than most commands.
  const pdfmake = require('pdfmake') as PdfMake;
  pdfmake.setFonts({ Roboto: FONTS });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => dirname(path) === FONT_FOLDER);
  return pdfmake;
};

export const makePdf = async (document: Content): Promise<Buffer> =>
  Buffer.from(await load().createPdf(document).getBuffer());
