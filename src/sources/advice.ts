/** A delivery of which no events came. */
export interface Troubled {
  readonly source: string;
  readonly key: string;
  /** `rejected`, or `dead`. */
  readonly state: string;
  readonly reason: string | null;
}

const quoted = (text: string): string =>
  /^[\w.:@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** What a person can do about a delivery of which no events came, in a sentence or two. */
export const adviceOn = ({ source, key, state, reason }: Troubled): string => {
  const name = `${quoted(source)} ${quoted(key)}`;
  if (state === 'dead') {
    return `The fault is ours, not the sender's: once it is mended, run throughline replay --state dead --source ${quoted(source)}.`;
  }
  const repair = `throughline deliveries repair ${name} --file body.json`;
  if (reason?.startsWith('The body could not be read'))
    return `It was cut off on its way, or is none of what this system sends: send it again there, or put it right: ${repair}.`;
  return `See all of it (throughline deliveries show ${name}), put right what the reason names (${repair}), or send it again from the system. After an upgrade that reads it, run throughline replay --source ${quoted(source)}.`;
};
