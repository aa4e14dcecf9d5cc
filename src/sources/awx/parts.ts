import { linksIn } from '../../events/links.js';
import type { Actor, EventOf } from '../../events/vocabulary.js';
import type { Setting } from '../source.js';
import type { Job } from './payload.js';
import type { AwxSettings } from './settings.js';

export const SOURCE = 'awx';
export type AwxSetting = Setting<AwxSettings>;
type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['successful', 'success'],
  ['failed', 'failure'],
  ['error', 'error'],
  ['canceled', 'cancelled'],
]);

export const outcomeOf = (status: string | undefined): Outcome | undefined => OUTCOMES.get(status ?? '');

/** Ids are counted by one server. */
export const jobId = (source: string, id: string | number): string => `${SOURCE}:${source}/${id}`;

export const accountOf = ({ source, settings }: AwxSetting, login: string): Actor => {
  const program = settings.services.includes(login);
  return {
    id: `${SOURCE}:${source}/${login}`,
    name: login,
    kind: program ? 'service' : 'human',
    confidence: program ? 'bot' : 'authenticated',
  };
};

const causeOf = (source: string, cause: string): Actor => ({
  id: `${SOURCE}:${source}/${cause}`,
  name: cause,
  kind: 'service',
  confidence: 'bot',
});

/** How a job can begin without a person. */
const CAUSES: ReadonlySet<string> = new Set([
  'scheduled',
  'dependency',
  'scm',
  'sync',
  'webhook',
  'callback',
]);

/** Who started the job: a person, or what set it off. A schedule names who made the schedule as its creator. */
export const starterOf = (job: Job, setting: AwxSetting): Actor | undefined => {
  const { launch_type: type, summary_fields: told } = job;
  if (type && CAUSES.has(type)) return causeOf(setting.source, type);
  const login =
    told?.launched_by?.username ??
    (job.launched_by?.type === 'user' ? job.launched_by.name : undefined) ??
    told?.created_by?.username ??
    (typeof job.created_by === 'string' ? job.created_by : undefined);
  return login === undefined ? undefined : accountOf(setting, login);
};

export const variablesOf = ({ extra_vars: told }: Job): Record<string, unknown> => {
  if (typeof told !== 'string') return told ?? {};
  try {
    const value: unknown = JSON.parse(told);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
};

/** The host names that the counters are about; without counters what the job was limited to, if that is names. */
export const hostsOf = ({ hosts, limit }: Job): string[] | undefined => {
  const counted = Object.keys(hosts)
    .filter((host) => host !== '')
    .sort();
  if (counted.length > 0) return counted.slice(0, 10_000);
  const limited = (limit ?? '').split(/[\s,:;]+/).filter((host) => /^[\w-]+(?:\.[\w-]+)+$/.test(host));
  return limited.length > 0 ? limited : undefined;
};

const nameIn = (value: string | number | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const environmentOf = (job: Job, { settings }: AwxSetting): string | undefined => {
  const inventory = nameIn(job.inventory) ?? job.summary_fields?.inventory?.name;
  if (!inventory) return undefined;
  return Object.hasOwn(settings.environments, inventory)
    ? settings.environments[inventory]
    : inventory.toLowerCase();
};

const SECRET = /pass|secret|token|key|credential/i;

/** What the variables mention: tickets, commits, digests. Those whose names speak of secrets are not looked at. */
export const mentionsOf = (job: Job): string[] => {
  const open = Object.entries(variablesOf(job)).filter(
    ([name, value]) => !SECRET.test(name) && typeof value === 'string',
  );
  return linksIn(job.name, job.limit, ...open.map(([, value]) => String(value)));
};

/** Of a template, `job_template` or `workflow_job_template`. */
export const templateId = (source: string, kind: string, id: string | number): string =>
  `${SOURCE}:${source}/${kind}/${id}`;
