import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { signOut } from '../api/session.js';
import { readFilters, writeFilters } from '../filters/filters.js';
import { useRouteFocus } from './route-focus.js';
import { chooseTheme, useTheme } from './theme.js';

interface Page {
  path: string;
  name: string;
  /** Other views of the same page. */
  also?: readonly string[];
}

const pages: Page[] = [
  { path: '/', name: 'Flow' },
  { path: '/stream', name: 'Value stream', also: ['/workshop', '/items'] },
  { path: '/handoffs', name: 'Handoffs' },
  { path: '/changes', name: 'Changes', also: ['/trail'] },
  { path: '/compliance', name: 'Compliance' },
  { path: '/reports', name: 'Reports' },
  { path: '/sources', name: 'Sources' },
];

const isAt = (location: string, path: string): boolean =>
  path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);

/** The filters go along from page to page; a search or a list's other settings do not. */
const carried = (search: string): string => writeFilters(readFilters(search));

const Navigation = () => {
  const [location] = useLocation();
  const search = carried(useSearch());
  return (
    <nav aria-label="Pages" className="pages">
      {pages.map(({ path, name, also = [] }) => (
        <Link
          key={path}
          href={path + search}
          aria-current={[path, ...also].some((one) => isAt(location, one)) ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};

const ThemeButton = () => {
  const dark = useTheme() === 'dark';
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={dark}
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
    >
      Dark
    </button>
  );
};

const SignOutButton = () => {
  const [failed, setFailed] = useState(false);
  const end = async () => setFailed(!(await signOut()));
  return (
    <button type="button" className="quiet" onClick={end}>
      {failed ? 'Could not sign out. Try again' : 'Sign out'}
    </button>
  );
};

/** What stands around every page. */
export const Shell = ({ signedOut, children }: { signedOut: boolean; children: ReactNode }) => {
  useRouteFocus();
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top">
        <Link href="/" className="brand">
          Throughline
        </Link>
        {signedOut ? null : <Navigation />}
        <div className="top-actions">
          <ThemeButton />
          {signedOut ? null : <SignOutButton />}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
};
