import { z } from 'zod';
import { idsOf, ofType } from '../history.js';
import { whoIs } from '../people.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({
  /** Commands that change nothing, by how they begin: `uptime`. */
  harmless: z.array(z.string().min(1)).default([]),
});
type Parameters = z.infer<typeof parameters>;

/** A command that somebody typed into an automation is no automation. */
export const noAdHocChange: Policy<Parameters> = {
  id: 'no-ad-hoc-change',
  version: 1,
  title: 'Nothing is changed in production outside automation',
  about: 'EXECUTION',
  controls: [...CHANGE_MANAGEMENT, nist('CM-5'), nist('CM-6')],
  parameters,
  check: ({ events, people, subject }, { harmless }) => {
    const runs = ofType(events, 'execution.started', 'execution.finished').filter(
      ({ execution }) => execution === subject.name,
    );
    const first = runs[0];
    if (!first || !runs.some(({ kind }) => kind === 'command') || first.parent !== undefined)
      return undefined;
    const action = runs.find((run) => run.action)?.action ?? '';
    const allowed = harmless.find((beginning) => isCommand(action, beginning));
    if (allowed) return pass(`${allowed} changes nothing.`, idsOf(runs));
    const actor = first.initiator ?? first.actor;
    const who = actor ? whoIs(people, actor, first.at).name : 'Somebody unknown';
    if (subject.environment === '')
      return unknown(`${who} ran a command by hand, and nobody told where.`, idsOf(runs));
    return fail(
      `${who} ran a command by hand in ${subject.environment}${action ? `: ${action.slice(0, 200)}` : ''}.`,
      idsOf(runs),
    );
  },
};

const CHAINS = /[;&|`$<>\n]/;

/** The command and nothing after it: `uptime; rm -rf /` is not `uptime`. */
const isCommand = (action: string, beginning: string): boolean =>
  (action === beginning || action.startsWith(`${beginning} `)) && !CHAINS.test(action);
