import { z } from 'zod';
import { distinctBy } from '../../support/distinct.js';
import { itemEvents, typeOf } from '../change-type.js';
import { type Deployed, type History, idsOf } from '../history.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass } from '../policy.js';
import { deploymentEvents } from '../roles.js';
import { DAYS, isInWindow, isZone } from '../windows.js';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');
const instant = z.iso
  .datetime({ offset: true, message: 'must be an instant with its offset, such as 2026-12-20T00:00:00Z' })
  .transform((text) => new Date(text).toISOString());
const window = z.strictObject({
  days: z
    .array(z.enum(DAYS))
    .min(1)
    .default([...DAYS]),
  from: time,
  /** Exclusive; before `from` it is a time of the next day. */
  to: time,
  zone: z.string().refine(isZone, 'must be an IANA zone such as Europe/Berlin').default('UTC'),
});
const freeze = z
  .strictObject({
    from: instant,
    /** Exclusive. */
    to: instant,
    why: z.string().min(1),
    services: z.array(z.string()).optional(),
    environments: z.array(z.string()).optional(),
  })
  .refine(({ from, to }) => from < to, 'must end after it begins');
const parameters = z.strictObject({
  /** When deployments may begin; none: at any time. */
  windows: z.array(window).default([]),
  freezes: z.array(freeze).default([]),
  /** Whether an emergency may break window and freeze. */
  emergencies: z.boolean().default(true),
});
type Parameters = z.infer<typeof parameters>;

export const changeWindow: Policy<Parameters> = {
  id: 'change-window',
  version: 1,
  title: 'Deployed within the change window and not in a freeze',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, nist('CM-3')],
  parameters,
  check: (history, parameters) => {
    const { deployed } = history;
    if (!deployed) return undefined;
    const planned = plannedSpans(history);
    const freezes = parameters.freezes.filter((one) => concerns(one, history));
    if (freezes.length + parameters.windows.length + planned.length === 0) return undefined;
    const evidence = idsOf(deploymentEvents(history));
    const broken = brokenRule({ deployed, freezes, windows: parameters.windows, planned });
    if (!broken)
      return pass(`It was deployed at ${deployed.startedAt}, when that was allowed.`, [
        ...evidence,
        ...idsOf(planned),
      ]);
    if (parameters.emergencies && typeOf(history) === 'emergency')
      return pass(`It was deployed ${broken}, as an emergency may.`, evidence);
    return fail(`It was deployed ${broken}.`, evidence);
  },
};

interface Rules extends Pick<Parameters, 'windows' | 'freezes'> {
  readonly deployed: Deployed;
  readonly planned: ReturnType<typeof plannedSpans>;
}

const brokenRule = ({ deployed, freezes, windows, planned }: Rules): string | undefined => {
  const { startedAt, finishedAt } = deployed;
  // A deployment that ends at the very moment in which the freeze begins was in time.
  const frozen = freezes.find(({ from, to }) => startedAt < to && (startedAt >= from || finishedAt > from));
  if (frozen) return `in the freeze from ${frozen.from} to ${frozen.to} (${frozen.why})`;
  if (windows.length > 0 && !windows.some((one) => isInWindow(one, startedAt)))
    return `at ${startedAt}, outside of every change window`;
  const fits = planned.some(
    ({ plannedFrom, plannedTo }) =>
      (!plannedFrom || startedAt >= plannedFrom) && (!plannedTo || startedAt < plannedTo),
  );
  if (planned.length > 0 && !fits) return `at ${startedAt}, which is not when its ticket had planned it`;
  return undefined;
};

/** The last plan of each ticket. */
const plannedSpans = ({ events }: History) => {
  const planned = itemEvents(events).filter(({ plannedFrom, plannedTo }) => plannedFrom || plannedTo);
  return distinctBy(planned, ({ item }) => item);
};

const concerns = ({ services, environments }: Parameters['freezes'][number], { subject }: History): boolean =>
  (!services || services.includes(subject.service)) &&
  (!environments || environments.includes(subject.environment));
