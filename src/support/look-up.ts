/** What a person set for a name that came from outside; a name such as `constructor` finds nothing that nobody set. */
export const lookUp = <T>(map: Readonly<Record<string, T>>, name: string | undefined): T | undefined =>
  name !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
