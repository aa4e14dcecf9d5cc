/** The dashboard's only reader of the browser's clock and zone. */
export const browserNow = (): Date => new Date();

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
