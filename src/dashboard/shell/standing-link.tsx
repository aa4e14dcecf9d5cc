import type { AnchorHTMLAttributes } from 'react';
import { Link } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** What an answer stands on, whatever it is about. */
const STANDING = ['asOf', 'zone'];

/** A link to one change, line or item that keeps the recording time and the zone of the page on which it stands. */
export const StandingLink = ({ href, ...rest }: Props) => {
  const search = new URLSearchParams(useSearch());
  const kept = new URLSearchParams([...search].filter(([name]) => STANDING.includes(name)));
  const [path, ...anchor] = href.split('#');
  return <Link href={[`${path}${kept.size > 0 ? `?${kept}` : ''}`, ...anchor].join('#')} {...rest} />;
};
