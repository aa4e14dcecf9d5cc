import { z } from 'zod';

const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}, 'is no time zone: write it like Europe/Berlin');

export const packagesSettings = z.object({
  /** The zone of times in logs, which name none. */
  zone: zone.default('UTC'),
  /** The host whose logs come, when neither their header nor their lines name it. */
  host: z.string().min(1).optional(),
  /** From a host to the environment that it belongs to. */
  environments: z.record(z.string(), z.string()).default({}),
});
export type PackagesSettings = z.output<typeof packagesSettings>;

/** A piece of a log as a shipper sends it. */
export const packagesPayload = z.array(
  z.object({ text: z.string(), host: z.string().optional(), zone: zone.optional() }),
);
export type PackagesPayload = z.output<typeof packagesPayload>;

/** One package that was installed, upgraded, downgraded or removed. */
export interface Deed {
  readonly package: string;
  readonly action: 'install' | 'upgrade' | 'downgrade' | 'reinstall' | 'remove';
  /** Undefined where the log does not tell it. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** As written: `2026-03-02 10:15:01`, with an offset where the log has one. */
  readonly time: string;
  readonly host?: string | undefined;
  /** The login that asked for it, as the log says. */
  readonly person?: string | undefined;
  readonly command?: string | undefined;
}
