const LONGEST_WAIT_MS = 3_000;

/** Gets an address once, by HTTPS and without following it elsewhere. @returns whether it answered that all is well. */
export const confirmByVisit = async (url: string): Promise<boolean> => {
  if (!url.startsWith('https://')) return false;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(LONGEST_WAIT_MS), redirect: 'error' });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
};
