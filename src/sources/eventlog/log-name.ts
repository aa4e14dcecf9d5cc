import { basename } from 'node:path';

export const LOG_ENDING = /\.(?:xes|csv)(?:\.gz)?$/i;

/** @param name as a person gave it (default: the file's name without its endings). */
export const logName = (file: string, name?: string): string =>
  name ?? basename(file).replace(LOG_ENDING, '');
