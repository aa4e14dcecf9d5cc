import type { Issue } from './payload.js';
import { isAmong, type JiraSettings } from './settings.js';

export type Category = 'new' | 'active' | 'done';

const CATEGORIES = new Map<string, Category>([
  ['new', 'new'],
  ['undefined', 'new'],
  ['indeterminate', 'active'],
  ['done', 'done'],
]);

/** States that Jira ships with, for those of which the payload does not tell the category. */
const SHIPPED = new Map<string, Category>([
  ['open', 'new'],
  ['to do', 'new'],
  ['backlog', 'new'],
  ['reopened', 'new'],
  ['selected for development', 'new'],
  ['in progress', 'active'],
  ['in review', 'active'],
  ['in development', 'active'],
  ['done', 'done'],
  ['resolved', 'done'],
  ['closed', 'done'],
]);

export interface State {
  readonly id?: string | undefined;
  readonly name: string;
}

export type CategoryOf = (state: State) => Category | undefined;

/**
 * What a person set goes before what the server tells, and that before what a name usually means.
 *
 * @param categories by the id of the state, in Jira's words.
 */
export const categoriesFor = (
  { fields }: Issue,
  settings: JiraSettings,
  categories: Readonly<Record<string, string>> = {},
): CategoryOf => {
  const current = fields?.status;
  return ({ id, name }) => {
    if (isAmong(settings.closedStates, name)) return 'done';
    if (isAmong(settings.activeStates, name)) return 'active';
    const told =
      toldCategory(current, { id, name }) ?? (id && Object.hasOwn(categories, id) ? categories[id] : '');
    const category = CATEGORIES.get(told ?? '') ?? SHIPPED.get(name.toLowerCase());
    return restricted(category, settings);
  };
};

type Current = NonNullable<Issue['fields']>['status'];

const toldCategory = (current: Current, { id, name }: State): string | undefined =>
  current && (id ? current.id === id : current.name === name) ? current.statusCategory?.key : undefined;

/** Who lists the states of a kind lists all of them. */
const restricted = (category: Category | undefined, settings: JiraSettings): Category | undefined => {
  if (category === 'active' && settings.activeStates.length > 0) return 'new';
  if (category === 'done' && settings.closedStates.length > 0) return 'new';
  return category;
};
