/** What a recording holds of each event; the digest stands for everything that the event says. */
export interface RecordedEvent {
  readonly id: string;
  readonly digest: string;
  readonly type: string;
  /** ISO, UTC, to the millisecond. */
  readonly at: string;
  readonly source: string;
  readonly deliveryKey: string;
}

/**
 * The text that the service signs when it records events together, so that a row which somebody slips into the event
 * store before it is in the ledger is told from what the service accepted.
 */
export const recordingText = (recordedAt: string, events: readonly RecordedEvent[]): string => {
  const lines = events.map(({ id, digest, type, at, source, deliveryKey }) =>
    JSON.stringify([id, digest, type, at, source, deliveryKey]),
  );
  return ['throughline recording v1', recordedAt, ...lines.sort()].join('\n');
};
