import { readConfig } from './config.js';
import { serve } from './main.js';
import { messageOf } from './support/errors.js';

/** A process that only works: the same as `throughline serve --role worker`. */
serve(readConfig(process.env), { role: 'worker', importWhenEmpty: false }).catch((thrown: unknown) => {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 1;
});
