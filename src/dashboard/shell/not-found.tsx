import { Link } from 'wouter';
import { usePageTitle } from './route-focus.js';

export const NotFound = () => {
  usePageTitle('Not found');
  return (
    <section className="notice">
      <h1>There is no such page</h1>
      <p>
        Go to <Link href="/">Flow</Link> or look for a change under <Link href="/changes">Changes</Link>.
      </p>
    </section>
  );
};
