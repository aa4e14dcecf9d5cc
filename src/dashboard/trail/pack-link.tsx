import { useIsAuditor } from './use-viewer.js';
import { packPath } from './words.js';

/** The line, every event of its story and a proof of each, as a zip that verifies offline. */
export const PackLink = ({ id }: { id: string }) =>
  useIsAuditor() ? (
    <a className="button" href={packPath(id)} download>
      Download the evidence pack
    </a>
  ) : null;
