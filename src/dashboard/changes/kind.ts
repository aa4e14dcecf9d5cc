import type { ListedChange } from './queries.js';

/** A short name for a change as people of its repository say it: `#12`, `4f2a9c01be`. */
export const shortName = ({ id, kind }: Pick<ListedChange, 'id' | 'kind'>): string => {
  if (kind === 'PULL_REQUEST') return id.slice(id.lastIndexOf('#'));
  return kind === 'COMMIT' ? id.slice(id.lastIndexOf('@') + 1, id.lastIndexOf('@') + 11) : id;
};

export const kindWords: Record<ListedChange['kind'], string> = {
  COMMIT: 'Commit',
  PULL_REQUEST: 'Pull request',
  ARTIFACT: 'Artifact',
  ITEM: 'Item',
};
