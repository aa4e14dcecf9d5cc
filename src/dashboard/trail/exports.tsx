import type { AuditFilter } from '../api/graphql.js';
import { exportPath } from './search.js';
import { useViewer } from './use-viewer.js';

/** The whole list as files, for who may take it away. */
export const Exports = ({ filter }: { filter: AuditFilter }) => {
  const role = useViewer()?.role;
  if (role === undefined) return null;
  if (role === 'reader') return <span className="muted">Auditors can export the whole list.</span>;
  return (
    <>
      <a href={exportPath('csv', filter)} download>
        Export all as CSV
      </a>
      <a href={exportPath('ndjson', filter)} download>
        Export all as NDJSON
      </a>
    </>
  );
};
