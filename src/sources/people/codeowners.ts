import type { Wanted } from './claims.js';
import type { Definition } from './definition.js';
import type { Flaw, Reading } from './read-yaml.js';

/** What else must be known to understand a CODEOWNERS file. */
export interface CodeownersContext {
  readonly repo: string;
  /** The services of the repository; of one without paths the whole repository is the source. */
  readonly services: readonly { readonly service: string; readonly paths: readonly string[] }[];
  /** Teams by their names in this file, `@acme/checkout`; a team that is not here keeps `acme/checkout` as its id. */
  readonly handles: Readonly<Record<string, string>>;
}

interface Rule {
  readonly pattern: string;
  readonly owners: readonly string[];
}

const OWNER = /^(@[^\s@]+|[^\s@]+@[^\s@]+)$/;
const SECTION = /^\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)$/;

/**
 * Reads a CODEOWNERS file of GitHub, GitLab or Bitbucket: which teams own which services of a repository. As there, the
 * last rule that matches counts. A team owns a service whole when it owns all its paths; else only the paths.
 */
export const readCodeowners = (text: string, context: CodeownersContext): Reading<Definition> => {
  const rules: Rule[] = [];
  let usual: readonly string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const words = wordsOf(line);
    const section = SECTION.exec(line.trim());
    const owners = section ? wordsOf(section[1]!) : words.slice(1);
    const wrong = section ? undefined : words[0]?.startsWith('!') ? words[0] : undefined;
    if (wrong)
      return flawAt(i, line, wrong, 'begins with "!", which takes nothing out: write a rule without owners');
    const stranger = owners.find((owner) => !OWNER.test(owner));
    if (stranger)
      return flawAt(i, line, stranger, 'is no owner: write @user, @organization/team or an e-mail');
    if (section) usual = owners;
    else if (words[0]) rules.push({ pattern: words[0], owners: owners.length > 0 ? owners : usual });
  }
  return { ok: true, value: definitionOf(rules, context) };
};

const flawAt = (index: number, line: string, word: string, message: string): { ok: false; flaw: Flaw } => ({
  ok: false,
  flaw: { line: index + 1, column: line.indexOf(word) + 1, message: `${JSON.stringify(word)} ${message}` },
});

/** Words of a line without its comment; a space behind a backslash belongs to its word. */
const wordsOf = (line: string): string[] => {
  const words = line.trim().match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replace(/\\(.)/g, '$1'));
};

const definitionOf = (rules: readonly Rule[], context: CodeownersContext): Definition => {
  const { repo, services, handles } = context;
  const teamOf = (owner: string): string[] =>
    handles[owner] !== undefined ? [handles[owner]] : owner.includes('/') ? [owner.slice(1)] : [];
  const persons = new Set(
    rules.flatMap(({ owners }) => owners.filter((owner) => teamOf(owner).length === 0)),
  );
  const teams = rules.map(({ pattern, owners }) => ({ pattern, teams: owners.flatMap(teamOf) }));
  const owned = services.flatMap(({ service, paths }) =>
    [...ownersOf(teams, paths)].map(
      ([team, some]): Wanted => ({
        subject: ['owner', service, team, repo],
        value: some === 'whole' ? {} : { paths: [...new Set(some)] },
      }),
    ),
  );
  const leftOut =
    persons.size === 0 ? [] : [`${[...persons].sort().join(', ')}: owners that are no teams are left out`];
  const declared = [...new Set(owned.map(({ subject }) => subject[2]!))]
    .filter((team) => !Object.values(handles).includes(team))
    .map((team): Wanted => ({ subject: ['team', team], value: { handles: [`@${team}`] } }));
  return { registry: `codeowners:${repo}`, wanted: [...declared, ...owned], leftOut };
};

interface TeamRule {
  readonly pattern: string;
  readonly teams: readonly string[];
}

/** The teams of a service: 'whole', or the patterns of its parts. */
const ownersOf = (rules: readonly TeamRule[], paths: readonly string[]): Map<string, 'whole' | string[]> => {
  const roots = paths.length > 0 ? paths.map(baseOf) : [''];
  const covering = roots.map((root) => rules.findLast(({ pattern }) => covers(pattern, root)));
  const owners = new Map<string, 'whole' | string[]>();
  const own = (team: string, part: string): void => {
    const known = owners.get(team) ?? [];
    if (known !== 'whole') owners.set(team, [...known, part]);
  };
  for (const team of new Set(covering.flatMap((rule) => rule?.teams ?? []))) {
    const all = covering.every((rule) => rule?.teams.includes(team));
    if (all) owners.set(team, 'whole');
    else
      for (const [i, rule] of covering.entries()) if (rule?.teams.includes(team)) own(team, `/${roots[i]}/`);
  }
  for (const { pattern, teams } of rules) {
    const inside = roots.some((root) => !covers(pattern, root) && lies(pattern, root));
    if (inside) for (const team of teams) own(team, pattern);
  }
  return owners;
};

/** A pattern without what only says "and everything below". */
const baseOf = (pattern: string): string =>
  pattern
    .replace(/^\//, '')
    .replace(/\/?\*{0,2}$/, '')
    .replace(/\/$/, '');

const covers = (pattern: string, root: string): boolean => {
  const base = baseOf(pattern);
  if (base === '') return true;
  // Without a slash before its end a pattern matches at any depth.
  const anywhere = !pattern.replace(/\/$/, '').includes('/');
  return anywhere ? root.split('/').includes(base) : root === base || root.startsWith(`${base}/`);
};

const lies = (pattern: string, root: string): boolean =>
  root === '' || baseOf(pattern).startsWith(`${root}/`);
