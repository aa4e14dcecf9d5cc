import type { About } from '../../policies/history.js';
import type { Control } from '../../policies/policy.js';
import { policies } from '../../policies/registry.js';
import type { SectionContext } from './section.js';

export const FRAMEWORKS = ['SOC 2', 'ISO 27001', 'PCI DSS', 'SOX ITGC', 'NIST 800-53'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** A control that a report speaks of. */
export interface Judged {
  readonly id: string;
  readonly title: string;
  readonly about: About;
  /** `SOC 2 CC8.1`; of the chosen framework only. */
  readonly references: readonly string[];
  /** As it is on; undefined: it is off. */
  readonly version: string | undefined;
}

/**
 * The controls that a definition names; else those that serve the framework; else all that are on, also the users' own
 * rules.
 */
export const chosenControls = (
  { controls, settled }: Pick<SectionContext, 'controls' | 'settled'>,
  framework?: Framework,
): Judged[] => {
  const off = policies.filter(({ id }) => settled.policies.every((one) => one.id !== id));
  const all = [...settled.policies, ...off.map((one) => ({ ...one, version: undefined }))];
  const serves = (control: Control): boolean => framework === undefined || control.framework === framework;
  return all
    .filter(({ id, version, controls: served }) =>
      controls.length > 0 ? controls.includes(id) : served.some(serves) || (!framework && version),
    )
    .map(({ id, title, about, controls: served, version }) => ({
      id,
      title,
      about,
      version,
      references: served.filter(serves).map((one) => `${one.framework} ${one.reference}`),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};
