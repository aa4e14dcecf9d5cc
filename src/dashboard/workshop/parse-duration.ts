const units: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3_600,
  hr: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  wk: 604_800,
  week: 604_800,
};

const part = /(\d+(?:[.,]\d+)?)\s*([a-z]+)/g;

/** `2 h`, `1.5 days`, `3d 4h` in seconds; undefined for what is none. A bare number would leave open of what. */
export const parseDuration = (text: string): number | undefined => {
  const told = text.trim().toLowerCase().replaceAll('\u00a0', ' ');
  if (told === '0') return 0;
  let seconds = 0;
  const rest = told.replace(part, (_, amount: string, word: string) => {
    seconds +=
      Number(amount.replace(',', '.')) * (units[word] ?? units[word.replace(/s$/, '')] ?? Number.NaN);
    return '';
  });
  return told !== '' && rest.trim() === '' && Number.isFinite(seconds) ? seconds : undefined;
};

/** `80`, `80 %` or `0.8 %` as a share; undefined for what is none. */
export const parsePercent = (text: string): number | undefined => {
  const match = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(text.trim().replaceAll('\u00a0', ' '));
  const share = match ? Number(match[1]!.replace(',', '.')) / 100 : Number.NaN;
  return share >= 0 && share <= 1 ? share : undefined;
};
