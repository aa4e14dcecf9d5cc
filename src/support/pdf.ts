import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
const pdfmake = require('pdfmake') as PdfMake;
const folder = join(dirname(require.resolve('pdfmake/package.json')), 'fonts/Roboto');

/** The font of everything that is drawn here, by its file: the same on every machine. */
export const ROBOTO = {
  normal: join(folder, 'Roboto-Regular.ttf'),
  bold: join(folder, 'Roboto-Medium.ttf'),
  italics: join(folder, 'Roboto-Italic.ttf'),
  bolditalics: join(folder, 'Roboto-MediumItalic.ttf'),
};

/** The document asks for nothing from the network, and from the disk for its fonts only. */
const prepare = (): void => {
  pdfmake.setFonts({ Roboto: ROBOTO });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => dirname(path) === folder);
};

export const makePdf = async (document: Content): Promise<Buffer> => {
  prepare();
  return Buffer.from(await pdfmake.createPdf(document).getBuffer());
};
