import { z } from 'zod';
import { isZone } from '../instants.js';

export const shellAccessSettings = z.object({
  /** Where the machines' clocks hang: lines of syslog do not tell. An IANA name. */
  zone: z.string().refine(isZone, 'is no time zone, such as Europe/Berlin').default('UTC'),
  /** The year of lines that tell none, where the sender's `Date` header does not help. */
  year: z.number().int().min(1970).max(9999).optional(),
  /** Persons (`ssh:ann`, `mailto:ann@example.org`) by the fingerprint of their key (`SHA256:...`). */
  keys: z.record(z.string(), z.string().min(1)).default({}),
  /** Accounts that several people use, so that they name nobody. */
  sharedAccounts: z
    .array(z.string())
    .default(['root', 'admin', 'ubuntu', 'debian', 'centos', 'ec2-user', 'deploy', 'vagrant', 'git']),
  /** The label of a Teleport server that tells its environment. */
  environmentLabel: z.string().default('env'),
});
export type ShellAccessSettings = z.output<typeof shellAccessSettings>;
