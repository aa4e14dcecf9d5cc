import { useIsAuditor } from './use-viewer.js';
import { packPath } from './words.js';

/** The line, every event of its story and a proof of each, as a zip that verifies offline. */
export const PackLink = ({ id, asOf }: { id: string; asOf: string | undefined }) =>
  useIsAuditor() ? (
    <a className="button" href={packPath(id, asOf)} download>
      Download the evidence pack
    </a>
  ) : null;
