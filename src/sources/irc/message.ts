/** One line of the IRC protocol, taken apart (RFC 1459 and the message tags of IRCv3). */
export interface IrcMessage {
  readonly tags: ReadonlyMap<string, string>;
  /** Who sent it, `nick!user@host`, without the colon. */
  readonly source: string | undefined;
  readonly verb: string;
  readonly params: readonly string[];
}

const LINE = /^(?:@([^ ]*) +)?(?::([^ ]*) +)?([^ ]+)(?: +(.*))?$/s;
const MOST_PARAMS = 100;

/** @returns undefined when the line has no verb. */
export const parseLine = (line: string): IrcMessage | undefined => {
  const parts = LINE.exec(line.replace(/[\r\n]+$/, ''));
  const verb = parts?.[3];
  if (!parts || !verb || verb.startsWith('@') || verb.startsWith(':')) return undefined;
  return { tags: tagsIn(parts[1] ?? ''), source: parts[2], verb, params: paramsIn(parts[4] ?? '') };
};

/** The last parameter may hold spaces: it begins with a colon. */
const paramsIn = (text: string): string[] => {
  const params: string[] = [];
  let rest = text.replace(/^ +/, '');
  while (rest !== '' && params.length < MOST_PARAMS) {
    if (rest.startsWith(':')) return [...params, rest.slice(1)];
    const space = rest.indexOf(' ');
    params.push(space < 0 ? rest : rest.slice(0, space));
    rest = space < 0 ? '' : rest.slice(space).replace(/^ +/, '');
  }
  return params;
};

const ESCAPES = new Map([
  [':', ';'],
  ['s', ' '],
  ['r', '\r'],
  ['n', '\n'],
]);

/** Of a tag that is repeated the last one counts; an escape that means nothing is the letter itself. */
const tagsIn = (text: string): Map<string, string> =>
  new Map(
    text
      .split(';')
      .filter((tag) => tag !== '')
      .map((tag) => {
        const equals = tag.indexOf('=');
        if (equals < 0) return [tag, ''];
        const value = tag
          .slice(equals + 1)
          .replace(/\\(.?)/gs, (_, letter: string) => ESCAPES.get(letter) ?? letter);
        return [tag.slice(0, equals), value];
      }),
  );

export interface Sender {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
}

export const parseSender = (source: string): Sender => {
  const at = source.indexOf('@');
  const [before, host] = at < 0 ? [source, ''] : [source.slice(0, at), source.slice(at + 1)];
  const bang = before.indexOf('!');
  return bang < 0
    ? { nick: before, user: '', host }
    : { nick: before.slice(0, bang), user: before.slice(bang + 1), host };
};
