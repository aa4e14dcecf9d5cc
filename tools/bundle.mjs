// Puts the built server into a few files, dist/throughline.js and its parts: to find and open three thousand modules one
// by one takes longer than most commands do. So it does for the thread that reads a log.
import { chmod, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = `${root}dist/throughline.js`;
const parts = `${root}dist/parts`;

/**
 * Packages of many small modules. All of Nest is among them, so that none of it is there twice; GraphQL is not, since
 * packages that stay outside share it.
 */
const many = [
  /^@graphql-tools\//,
  /^@nestjs\//,
  '@date-fns/tz',
  '@marcbachmann/cel-js',
  'chart.js',
  'cli-progress',
  'commander',
  'cron-parser',
  'csv-parse',
  'date-fns',
  'es-toolkit',
  'iterare',
  'rxjs',
  'saxes',
  'tslib',
  'uid',
  'xmlchars',
  'yaml',
  'zod',
];

await rm(parts, { recursive: true, force: true });
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  ssr: { noExternal: many, target: 'node' },
  build: {
    ssr: true,
    outDir: `${root}dist`,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        throughline: `${root}dist/src/cli.js`,
        'reading-thread': `${root}dist/src/sources/eventlog/reading-thread.js`,
      },
      // GraphQL takes the names of types from classes.
      output: { keepNames: true, entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
    },
  },
});
await chmod(made, 0o755);
