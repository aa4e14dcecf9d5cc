import type { Verdict } from '../api/graphql.js';
import { verdicts } from '../trail/search.js';

/** Which findings are listed; kept in the URL. */
export interface FindingChoice {
  policy?: string;
  verdict?: Verdict;
}

export const readChoice = (search: string): FindingChoice => {
  const query = new URLSearchParams(search);
  return {
    policy: query.get('policy') || undefined,
    verdict: verdicts.find((verdict) => verdict === query.get('verdict')),
  };
};

/** The query string with this choice in it and all else kept; a service replaces those that are chosen. */
export const withChoice = (search: string, { policy, verdict }: FindingChoice, service?: string): string => {
  const query = new URLSearchParams(search);
  query.delete('policy');
  query.delete('verdict');
  if (policy) query.set('policy', policy);
  if (verdict) query.set('verdict', verdict);
  if (service !== undefined) {
    query.delete('service');
    if (service) query.set('service', service);
  }
  const text = query.toString();
  return text && `?${text}`;
};
