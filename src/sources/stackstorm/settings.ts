import { z } from 'zod';
import { deploymentRule } from '../run-rules.js';
import type { Setting } from '../source.js';

const texts = z.array(z.string().min(1).max(1_000)).max(1_000);

/** What only a person knows of a StackStorm. Actions are named by reference, where `*` stands for anything. */
export const stackstormSettings = z.strictObject({
  /** Accounts behind which somebody else stands. */
  bots: texts.default(['stanley', 'chatops_bot', 'system']),
  /** Which action deploys which service; texts may hold `{{parameters.name}}`, also of `context` and `result`. */
  deployments: z.array(deploymentRule).max(1_000).default([]),
  /** Actions by which somebody runs a command on a host. */
  access: texts.default([
    'core.local',
    'core.local_sudo',
    'core.remote',
    'core.remote_sudo',
    'core.windows_cmd',
    'core.winrm_cmd',
    'core.winrm_ps_cmd',
  ]),
  /** Members of an inquiry's answer in which whoever answers gives a name. */
  responders: texts.default(['approver', 'approved_by', 'responder', 'user', 'email', 'name']),
});
export type StackstormSettings = z.output<typeof stackstormSettings>;
export type StackstormSetting = Setting<StackstormSettings>;

export const SOURCE = 'stackstorm';

/** `stackstorm:SOURCE/ID`: an id is only unique on its server, and no payload names the server. */
export const executionId = ({ source }: { source: string }, id: string): string =>
  `${SOURCE}:${source}/${id}`;

export const triggerInstanceId = (setting: { source: string }, id: string): string =>
  executionId(setting, `triggerinstances/${id}`);

export const enforcementId = (setting: { source: string }, id: string): string =>
  executionId(setting, `ruleenforcements/${id}`);
