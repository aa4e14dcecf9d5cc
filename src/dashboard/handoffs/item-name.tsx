import { itemPath } from '../format/url.js';
import { StandingLink } from '../shell/standing-link.js';

/** An item by its title, which leads to everything that was told of it. */
export const ItemName = ({ item, title }: { item: string; title: string | null }) => (
  <StandingLink href={itemPath(item)} dir="auto">
    {title || item}
  </StandingLink>
);
