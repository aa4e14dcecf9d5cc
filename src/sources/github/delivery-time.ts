const VERSION_1 = /^([0-9a-f]{8})-([0-9a-f]{4})-1([0-9a-f]{3})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Between the beginning of the Gregorian calendar, from which such ids count, and that of 1970, in milliseconds. */
const GREGORIAN_MS = 12_219_292_800_000n;
const TICKS_PER_MS = 10_000n;

/**
 * GitHub numbers its deliveries with UUIDs of version 1, which hold the time at which they were made (RFC 9562); a
 * redelivery keeps the id. Some events tell no other time.
 */
export const deliveredAt = (delivery: string | undefined): string | undefined => {
  const [, low, middle, high] = VERSION_1.exec(delivery ?? '') ?? [];
  if (!low || !middle || !high) return undefined;
  const milliseconds = BigInt(`0x${high}${middle}${low}`) / TICKS_PER_MS - GREGORIAN_MS;
  return milliseconds > 0n ? new Date(Number(milliseconds)).toISOString() : undefined;
};
