const LETTERS_PER_CHUNK = 65_536;

/** Texts as bytes, many small ones together: for what is too long to stand in memory as one text. */
export function* inChunks(texts: Iterable<string>): Generator<Buffer> {
  let waiting: string[] = [];
  let letters = 0;
  for (const text of texts) {
    waiting.push(text);
    letters += text.length;
    if (letters < LETTERS_PER_CHUNK) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    letters = 0;
  }
  if (letters > 0) yield Buffer.from(waiting.join(''));
}
