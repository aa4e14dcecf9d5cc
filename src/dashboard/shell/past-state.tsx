import { Link } from 'wouter';
import { usePathname, useSearch } from 'wouter/use-browser-location';
import { moment } from '../format/time.js';

interface Props {
  /** undefined: the present. */
  asOf: string | undefined;
  zone: string;
}

/** Says that a page shows a past state of knowledge, and leads to the present one. */
export const PastState = ({ asOf, zone }: Props) => {
  const path = usePathname();
  const search = new URLSearchParams(useSearch());
  if (asOf === undefined) return null;
  search.delete('asOf');
  return (
    <p className="subject">
      As it was known on <time dateTime={asOf}>{moment(asOf, zone)}</time>.{' '}
      <Link href={search.size > 0 ? `${path}?${search}` : path}>Show what is known now</Link>
    </p>
  );
};
