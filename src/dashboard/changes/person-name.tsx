export interface NamedPerson {
  readonly id: string;
  readonly name: string | null;
  readonly resolved: boolean;
  readonly bot: boolean;
  readonly person: { readonly id: string; readonly name: string | null } | null;
}

/** The person behind a login; a login that nobody linked to a person is shown as it is, and marked. */
export const PersonName = ({ who }: { who: NamedPerson }) => {
  const { id, name, person, bot } = who;
  if (person) {
    return (
      <span title={id}>
        {bot ? `${name ?? id}, run by ` : ''}
        {person.name ?? person.id}
      </span>
    );
  }
  return (
    <>
      {name ?? id}{' '}
      <span className="muted" title={`${id} is not linked to a person`}>
        (not linked to a person)
      </span>
    </>
  );
};
