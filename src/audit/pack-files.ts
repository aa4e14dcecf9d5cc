import { eventLine, type Pack, packText } from './pack.js';

export interface PackFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const README = `entry.json     the line of the audit trail, with the approvals and verifications that belong to it
events.ndjson  every event of its story, in order of time, as it was stored
proof-N.json   that the event of line N is in the ledger: throughline ledger verify proof-N.json
               (needs no database and no network; give --vkey and --witness to hold it to what you know)
`;

/** @param prove the bundle that proves an event, as `throughline ledger verify` reads it. */
export const packFiles = async (
  pack: Pack,
  prove: (event: string) => Promise<string>,
): Promise<PackFile[]> => {
  const proofs: string[] = [];
  for (const { id } of pack.events) proofs.push(await prove(id));
  return [
    { path: 'entry.json', text: packText(pack) },
    { path: 'events.ndjson', text: pack.events.map(eventLine).join('') },
    ...proofs.map((text, i) => ({ path: `proof-${i + 1}.json`, text })),
    { path: 'README.txt', text: README },
  ].map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));
};
