import { FORMATS, type Format } from '../definition.js';
import { bundle } from './bundle.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { oscal } from './oscal.js';
import type { Output, OutputFile, Written } from './output.js';
import { pdf } from './pdf.js';
import { xlsx } from './xlsx.js';

const OUTPUTS: Record<Format, Output> = { html, pdf, md: markdown, csv, xlsx, json, oscal, zip: bundle };

export const outputOf = (format: Format): Output => OUTPUTS[format];

/** In which order they are written: the bundle holds the others. */
export const inOrder = (formats: readonly Format[]): Format[] =>
  FORMATS.filter((format) => formats.includes(format));

/** `flow-weekly_2026-W14.pdf`; colons are no part of a file's name everywhere. */
export const fileName = (report: string, period: string, format: Format): string =>
  `${report}_${period.replaceAll(':', '')}.${outputOf(format).extension}`;

/** Writes one output down. */
export const writeOutput = async (format: Format, written: Written): Promise<OutputFile> => {
  const { report, period } = written.data;
  const bytes = await outputOf(format).write(written);
  return { format, file: fileName(report, period.label, format), bytes };
};
