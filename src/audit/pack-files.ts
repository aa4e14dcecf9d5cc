import { readIn } from '../metrics/read.js';
import type { FindingRecord } from '../policies/read-findings.js';
import type { AuditStore } from './export.js';
import { findingsOfLines } from './line-findings.js';
import { eventLine, type Pack, packOf, packText } from './pack.js';

export interface PackFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** All that is known of a line, and how it was judged. */
export interface JudgedPack extends Pack {
  readonly verdicts: readonly FindingRecord[];
  /** It tells the events recorded until then. */
  readonly until: Date;
}

/**
 * @param asOf a past recording time, with the verdicts that held at it; undefined: what is known, and those that hold.
 * @throws UserError `NOT_FOUND`
 */
export const takePack = async (
  { pool, readModels }: AuditStore,
  id: string,
  asOf: Date | null | undefined,
): Promise<JudgedPack> => {
  const { schema, watermark } = await readModels.schemaFor(asOf ?? undefined);
  const until = watermark ?? new Date(0);
  return readIn(pool, schema, async (db) => {
    const pack = await packOf(db, id, until);
    const [verdicts] = await findingsOfLines(db, [pack.line], asOf);
    return { ...pack, verdicts: verdicts!, until };
  });
};

const README = `entry.json     the line of the audit trail, with the approvals and verifications that belong to it
verdicts.json  what each control found on it, by which version of its rule, and the ids of the events that it stands on
events.ndjson  every event of its story, in order of time, as it was stored
proof-N.json   that the event of line N is in the ledger: throughline ledger verify proof-N.json
               (needs no database and no network; give --vkey and --witness to hold it to what you know)
`;

const verdictsText = (verdicts: readonly FindingRecord[]): string =>
  `${JSON.stringify(verdicts.map(shownVerdict), null, 2)}\n`;

const shownVerdict = (found: FindingRecord) => ({
  policy: found.policy,
  version: found.version,
  about: found.about,
  subject: found.subject,
  service: found.service,
  environment: found.environment,
  verdict: found.verdict,
  sentence: found.sentence,
  evidence: found.evidence,
  ...(found.exception_by !== null && {
    exception: { by: found.exception_by, until: found.exception_until, why: found.exception_why },
  }),
  judgedAt: found.recorded_at,
  byWhatWasRecordedUntil: found.as_of,
});

/** @param prove the bundle that proves an event, as `throughline ledger verify` reads it. */
export const packFiles = async (
  pack: JudgedPack,
  prove: (event: string) => Promise<string>,
): Promise<PackFile[]> => {
  const proofs: string[] = [];
  for (const { id } of pack.events) proofs.push(await prove(id));
  return [
    { path: 'entry.json', text: packText(pack) },
    { path: 'verdicts.json', text: verdictsText(pack.verdicts) },
    { path: 'events.ndjson', text: pack.events.map(eventLine).join('') },
    ...proofs.map((text, i) => ({ path: `proof-${i + 1}.json`, text })),
    { path: 'README.txt', text: README },
  ].map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));
};
