import { z } from 'zod';
import type { Wanted } from './claims.js';
import { collisions, type Definition } from './definition.js';
import { byId, date, name, type Reading, readYaml, span } from './read-yaml.js';

const paths = z.array(name).max(10_000, 'are more than 10,000');

const member = byId('id', z.strictObject({ id: name, line: name.optional(), ...span }));
const owned = byId('name', z.strictObject({ name, repo: name.optional(), paths: paths.optional(), ...span }));

const team = z.strictObject({
  id: name,
  name: name.optional(),
  line: name.optional(),
  handles: z.array(name).optional(),
  members: z.array(member).default([]),
  services: z.array(owned).default([]),
});

const service = z.strictObject({ name, repo: name, paths: paths.min(1, 'must not be empty'), ...span });

const teamsFile = z
  .strictObject({
    registry: name.default('default'),
    since: date.optional(),
    teams: z.array(team).default([]),
    services: z.array(service).default([]),
  })
  .superRefine((file, context) => {
    const flaw = (path: PropertyKey[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: undefined });
    const placed = claimsOf(file);
    const wanted = placed.map((one) => one.wanted);
    for (const { index } of collisions(wanted)) {
      const said = wanted[index]!.subject.slice(1).filter(Boolean).join(' in ');
      flaw([...placed[index]!.path], `${said} is said twice for the same time: leave one of them out`);
    }
    for (const { wanted: one, path } of placed) {
      if (one.from && one.to && one.from >= one.to) flaw([...path, 'to'], 'must be later than from');
      if (one.subject[0] === 'owner' && one.value['paths'] !== undefined && one.subject[3] === '')
        flaw([...path], 'names paths but not their repository: add repo');
    }
  });

type TeamsFile = z.infer<typeof teamsFile>;

interface Placed {
  readonly wanted: Wanted;
  readonly path: readonly PropertyKey[];
}

const claimsOf = ({ teams, services }: Pick<TeamsFile, 'teams' | 'services'>): Placed[] => [
  ...teams.flatMap((one, i): Placed[] => [
    { wanted: declared(one), path: ['teams', i, 'id'] },
    ...one.members.map(({ id, line, from, to }, k) => ({
      wanted: { subject: ['member', one.id, id], value: line === undefined ? {} : { line }, from, to },
      path: ['teams', i, 'members', k],
    })),
    ...one.services.map(({ name: owns, repo = '', paths: some, from, to }, k) => ({
      wanted: {
        subject: ['owner', owns, one.id, repo],
        value: some === undefined ? {} : { paths: some },
        from,
        to,
      },
      path: ['teams', i, 'services', k],
    })),
  ]),
  ...services.map(({ name: mapped, repo, paths: from, ...dates }, i) => ({
    wanted: { subject: ['mapping', mapped, repo], value: { paths: from }, ...dates },
    path: ['services', i],
  })),
];

const declared = ({ id, name: title, line, handles }: z.infer<typeof team>): Wanted => ({
  subject: ['team', id],
  value: {
    ...(title !== undefined && { name: title }),
    ...(line !== undefined && { line }),
    ...(handles !== undefined && { handles }),
  },
});

/** Reads `teams.yaml`: teams with members and services, and from which paths services are built. */
export const readTeamsFile = (text: string): Reading<Definition> => {
  const read = readYaml(text, teamsFile);
  if (!read.ok) return read;
  const { registry, since } = read.value;
  const wanted = claimsOf(read.value).map((one) => one.wanted);
  return { ok: true, value: { registry: `teams:${registry}`, since, wanted, leftOut: [] } };
};
