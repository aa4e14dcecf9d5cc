/** Whether a source told us everything, from what is known of it. Pure. */

/** A run of numbers that nobody told us. */
export interface Gap {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

export interface Signs {
  readonly received: number;
  readonly rejected: number;
  /** The reason that was given most often for what was rejected or given up. */
  readonly troubleReason?: string | undefined;
  readonly dead: number;
  readonly refused: number;
  readonly lastReceivedAt: Date | undefined;
  /** How many deliveries it would usually have sent since the last one, by the hours of its own past weeks. */
  readonly missedByRhythm: number;
  readonly gaps: readonly Gap[];
  /** Our own absences of the last weeks; only where nobody has read the source since. */
  readonly absences: readonly { readonly from: Date; readonly to: Date }[];
  /** It sends again what it could not deliver. */
  readonly resends: boolean;
  /** How long its system keeps what happened. */
  readonly retentionDays: number | undefined;
  readonly pulledAt: Date | undefined;
  readonly pullError: string | undefined;
  readonly canPull: boolean;
}

export type SourceState = 'GREEN' | 'SILENT' | 'LATE' | 'GAP' | 'REJECTED';

export interface SourceFinding {
  readonly state: SourceState;
  /** What is the matter, in one sentence. */
  readonly sentence: string;
  /** What to do about it. */
  readonly advice: string;
}

/** A source that sends by chance is quiet for so long once in twenty times. */
const LATE_FROM = 3;
const DAY_MS = 86_400_000;
const SHOWN = 3;
const LONGEST_REASON = 300;

/** What is the matter with a source, the worst first; nothing when it is green. */
export const findingsOn = (name: string, signs: Signs, now: Date): SourceFinding[] =>
  [
    ...rejected(name, signs),
    ...missing(name, signs),
    ...unread(name, signs, now),
    ...late(signs, now),
    ...silent(signs),
  ].filter((finding) => finding !== undefined);

export const stateOf = (findings: readonly SourceFinding[]): SourceState => findings[0]?.state ?? 'GREEN';

const rejected = (name: string, { rejected, dead, refused, troubleReason }: Signs): SourceFinding[] => [
  ...(rejected + dead > 0
    ? [
        {
          state: 'REJECTED' as const,
          sentence: `${rejected + dead} deliveries could not be read.${troubleReason ? ` Most often: ${troubleReason.slice(0, LONGEST_REASON)}` : ''}`,
          advice: `Look at the reasons below; after a fix, run: throughline replay --source ${name}.`,
        },
      ]
    : []),
  ...(refused > 0
    ? [
        {
          state: 'REJECTED' as const,
          sentence: `${refused} requests were refused for want of a valid signature or token.`,
          advice: `Compare the sender's secret with this source's, or run: throughline source rotate ${name}.`,
        },
      ]
    : []),
];

const missing = (name: string, { gaps, absences, resends, canPull }: Signs): SourceFinding[] => {
  const advice = canPull
    ? `Read what is missing: throughline source pull ${name}.`
    : 'Send it again from the system, or give the source an address to read from: throughline source set.';
  const ranges = gaps
    .slice(0, SHOWN)
    .map(({ stream, from, to }) => `${stream} ${from === to ? from : `${from} to ${to}`}`);
  const more = gaps.length > SHOWN ? ` and ${gaps.length - SHOWN} more` : '';
  const holes: SourceFinding[] =
    gaps.length > 0
      ? [{ state: 'GAP', sentence: `Numbers are missing: ${ranges.join(', ')}${more}.`, advice }]
      : [];
  const absence = absences.at(-1);
  if (!absence || resends) return holes;
  const sentence = `We were away from ${absence.from.toISOString()} to ${absence.to.toISOString()}, and this system does not send again what it could not deliver.`;
  return [...holes, { state: 'GAP', sentence, advice }];
};

const unread = (
  name: string,
  { pullError, pulledAt, retentionDays, canPull }: Signs,
  now: Date,
): SourceFinding[] => {
  const findings: SourceFinding[] = [];
  if (pullError) {
    findings.push({
      state: 'LATE',
      sentence: `It could not be read the last time: ${pullError}`,
      advice: `Mend the cause, then run: throughline source pull ${name}.`,
    });
  }
  const age = pulledAt && (now.getTime() - pulledAt.getTime()) / DAY_MS;
  if (canPull && retentionDays && age !== undefined && age > retentionDays / 2) {
    findings.push({
      state: 'LATE',
      sentence: `It was last read ${Math.floor(age)} days ago, and its system forgets after ${retentionDays} days.`,
      advice: `Read it before it forgets: throughline source pull ${name}.`,
    });
  }
  return findings;
};

const late = ({ missedByRhythm, lastReceivedAt }: Signs, now: Date): SourceFinding[] => {
  if (missedByRhythm < LATE_FROM || !lastReceivedAt) return [];
  const hours = Math.floor((now.getTime() - lastReceivedAt.getTime()) / 3_600_000);
  return [
    {
      state: 'LATE',
      sentence: `Nothing came for ${hours} hours, in which it usually sends ${Math.round(missedByRhythm)} deliveries.`,
      advice: 'See whether the system still runs, and whether its webhook is still switched on.',
    },
  ];
};

const silent = ({ received, pulledAt, canPull }: Signs): SourceFinding[] =>
  received > 0 || (canPull && pulledAt)
    ? []
    : [
        {
          state: 'SILENT',
          sentence: 'Nothing was received yet.',
          advice: 'Let the system send something, for example the trial that its webhook settings offer.',
        },
      ];
