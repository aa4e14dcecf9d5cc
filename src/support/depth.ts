/** Whether lists and objects lie deeper in each other than so many levels. Walks without recursion, so nothing is too deep for it. */
export const isDeeperThan = (levels: number, value: unknown): boolean => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'object' && one !== null) for (const member of Object.values(one)) next.push(member);
    }
    level = next;
  }
  return false;
};
