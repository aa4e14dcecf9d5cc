import { Link } from 'wouter';
import { changePath } from '../format/url.js';

/** `change:REPO#NUMBER` is a change that has a page; tickets and approvals have none. */
export const ItemName = ({ item, title }: { item: string; title: string | null }) => {
  const name = title || item;
  const change = /^change:(.+)$/.exec(item)?.[1];
  return change ? (
    <Link href={changePath(change)} dir="auto">
      {name}
    </Link>
  ) : (
    <span dir="auto">{name}</span>
  );
};
