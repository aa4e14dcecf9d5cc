import { z } from 'zod';
import type { EventOf } from '../../events/vocabulary.js';
import { describeMinutes, minutes } from '../duration.js';
import { after, type History, ofType } from '../history.js';
import { fail, nist, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({
  within: minutes('60m'),
  /** What an audit is called: a part of the action's or suite's name. */
  audits: z.array(z.string().min(1)).min(1).default(['audit']),
});
type Parameters = z.infer<typeof parameters>;

type Run = EventOf<'execution.finished'> | EventOf<'verification.finished'>;

export const serverAudited: Policy<Parameters> = {
  id: 'server-audited',
  version: 1,
  title: 'A new server is audited for security within minutes',
  about: 'RESOURCE',
  controls: [
    { framework: 'SOC 2', reference: 'CC8.1' },
    { framework: 'ISO 27001', reference: 'A.8.32' },
    nist('CM-6'),
  ],
  parameters,
  check: (history, { within, audits }) => {
    const created = ofType(history.events, 'resource.created').find(({ kind }) => kind === 'server');
    if (!created) return undefined;
    const until = after(created.at, within);
    const runs = auditsOf(history, created, audits).filter(({ at }) => at >= created.at);
    const good = runs.filter(({ outcome, at }) => outcome === 'success' && at <= until);
    if (good.length > 0)
      return pass(`${nameOf(good[0]!)} audited it at ${good[0]!.at}.`, [created.id, good[0]!.id]);
    if (history.now < until)
      return { ...unknown(`Its audit may still come until ${until}.`, [created.id]), recheckAt: until };
    if (namesOf(created).length === 0)
      return unknown('Nobody told by which name executions would call this server.', [created.id]);
    const late =
      runs.length > 0 ? `: ${runs.map((run) => `${nameOf(run)} ${reasonOf(run)}`).join(', ')}` : '';
    return fail(`It was not audited within ${describeMinutes(within)}${late}.`, [
      created.id,
      ...runs.map(({ id }) => id),
    ]);
  },
};

const reasonOf = ({ outcome, at }: Run): string =>
  outcome === 'success' ? `came only at ${at}` : `ended in ${outcome}`;

const nameOf = (run: Run): string =>
  run.type === 'execution.finished' ? (run.action ?? run.execution) : run.suite;

const namesOf = ({ host, aliases }: EventOf<'resource.created'>): string[] =>
  [...(host ? [host] : []), ...(aliases ?? [])].map((name) => name.toLowerCase());

const auditsOf = (
  { events }: History,
  created: EventOf<'resource.created'>,
  audits: readonly string[],
): Run[] => {
  const names = new Set(namesOf(created));
  return ofType(events, 'execution.finished', 'verification.finished').filter((run) => {
    const isOnIt =
      run.hosts?.some((host) => names.has(host.toLowerCase())) ||
      ('resource' in run && run.resource === created.resource);
    return isOnIt && audits.some((audit) => nameOf(run).toLowerCase().includes(audit.toLowerCase()));
  });
};
