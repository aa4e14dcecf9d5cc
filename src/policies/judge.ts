import { messageOf } from '../support/errors.js';
import { riskOf, typeOf } from './change-type.js';
import type { History } from './history.js';
import { type Finding, type Opinion, unknown } from './policy.js';
import { type Active, exceptionOf, type Granted, type Scope, type Settings } from './settings.js';

/** All findings on one history, one for each policy that has something to say about it. */
export const judge = (history: History, settings: Settings): Finding[] =>
  settings.active.flatMap((active) => findingOf(history, active, settings.exceptions) ?? []);

const findingOf = (history: History, active: Active, exceptions: readonly Granted[]): Finding | undefined => {
  const { policy, version, scope } = active;
  if (policy.about !== history.subject.about || !isInScope(history, scope)) return undefined;
  const opinion = opinionOf(history, active);
  if (!opinion) return undefined;
  const finding: Finding = { ...opinion, policy: policy.id, version };
  const granted = opinion.verdict === 'FAIL' && exceptions.find((one) => covers(one, policy.id, history));
  return granted ? { ...finding, verdict: 'EXCEPTION', exception: exceptionOf(granted) } : finding;
};

/** A control that fails to judge has not found anything in order. */
const opinionOf = (history: History, { policy, parameters }: Active): Opinion | undefined => {
  try {
    return policy.check(history, parameters);
  } catch (thrown) {
    return unknown(`The control could not be evaluated: ${messageOf(thrown)}`);
  }
};

const isInScope = (history: History, { services, environments, risk, types }: Scope): boolean => {
  const { service, environment } = history.subject;
  if (services && !services.includes(service)) return false;
  // Where nobody told the environment, the control says so itself.
  if (environments && environment !== '' && !environments.includes(environment)) return false;
  if (risk && !risk.includes(riskOf(history) ?? '')) return false;
  return !types || types.includes(typeOf(history));
};

const covers = (granted: Granted, policy: string, { subject, deployed }: History): boolean => {
  const at = deployed?.startedAt ?? subject.at;
  return (
    granted.policy === policy &&
    at < granted.until &&
    (granted.from === undefined || at >= granted.from) &&
    (!granted.changes || granted.changes.includes(subject.name)) &&
    (!granted.services || granted.services.includes(subject.service)) &&
    (!granted.environments || granted.environments.includes(subject.environment))
  );
};
