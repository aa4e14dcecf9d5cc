import { useQuery } from 'urql';
import { viewerQuery } from './queries.js';

/** Who is signed in; undefined until that is known. */
export const useViewer = (): { name: string; role: string } | undefined =>
  useQuery({ query: viewerQuery })[0].data?.viewer;

/** Whether the signed-in may take whole lists, populations, samples and packs away. */
export const useIsAuditor = (): boolean => {
  const role = useViewer()?.role;
  return role === 'auditor' || role === 'admin';
};
