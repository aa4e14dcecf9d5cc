import { Link } from 'wouter';
import { usePathname, useSearch } from 'wouter/use-browser-location';
import { readFilters, writeFilters } from '../filters/filters.js';

interface Tab {
  path: string;
  name: string;
}

/** Views of one page, each with an address of its own. */
export const Tabs = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => {
  const path = usePathname();
  const carried = writeFilters(readFilters(useSearch()));
  return (
    <nav aria-label={label} className="tabs">
      {tabs.map((tab) => (
        <Link key={tab.path} href={tab.path + carried} aria-current={tab.path === path ? 'page' : undefined}>
          {tab.name}
        </Link>
      ))}
    </nav>
  );
};

export const ChangesTabs = () => (
  <Tabs
    label="Views of the changes"
    tabs={[
      { path: '/changes', name: 'Changes' },
      { path: '/trail', name: 'Audit trail' },
    ]}
  />
);
