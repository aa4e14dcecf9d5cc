// Draws a sample again from an exported population, with nothing but Node: an independent check of `sample`.
//
//   throughline audit export --format ndjson --as-of 2026-10-01T00:00:00Z ... --out population.ndjson
//   node redraw.mjs population.ndjson 25 "the seed"
//   node redraw.mjs population.ndjson 10 "the seed" emergency      of one stratum, if --hours was given above
//
// Each line has a rank: SHA-256 of the seed, the line's place and its id, each followed by a line feed. The lines with
// the smallest ranks are the sample. Prints the count and the hash of the population, then rank, place and id of each.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const [file, size, seed, stratum] = process.argv.slice(2);
if (!file || !(Number(size) > 0) || !seed) {
  console.error('Usage: node redraw.mjs FILE SIZE SEED [STRATUM]');
  process.exit(2);
}
const key = stratum ? `${seed} ${stratum}` : seed;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const population = createHash('sha256');
let [count, drawn, rest] = [0, [], ''];
for await (const chunk of createReadStream(file, 'utf8')) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    population.update(`${line}\n`);
    const { place, id, stratum: own } = JSON.parse(line);
    if (!stratum || own === stratum) drawn.push({ rank: sha256(`${key}\n${place}\n${id}\n`), place, id });
  }
  count += lines.length;
  drawn = smallest(drawn);
}
if (rest !== '') throw new Error('The file was cut off: its last line does not end.');
console.log(`population ${count} ${population.digest('hex')}`);
for (const { rank, place, id } of smallest(drawn)) console.log([rank, place, id].join('\t'));

function smallest(lines) {
  return lines.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, Number(size));
}
