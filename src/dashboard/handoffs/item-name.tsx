import { Link } from 'wouter';
import { itemPath } from '../format/url.js';

/** An item by its title, which leads to everything that was told of it. */
export const ItemName = ({ item, title }: { item: string; title: string | null }) => (
  <Link href={itemPath(item)} dir="auto">
    {title || item}
  </Link>
);
