import { canonicalBytes } from '../../support/canonical-bytes.js';
import type { Output } from './output.js';

/** The frozen data itself. */
export const json: Output = {
  format: 'json',
  mediaType: 'application/json',
  extension: 'json',
  write: ({ data }) => canonicalBytes(data, '\n'),
};
