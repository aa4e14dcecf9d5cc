import { accessSessions } from './access-sessions.js';
import { automation } from './automation.js';
import { changes } from './changes.js';
import { deployments } from './deployments.js';
import { flowFigures } from './flow-figures.js';
import { ledger } from './ledger.js';
import { method } from './method.js';
import type { Section } from './section.js';
import { sources } from './sources.js';
import { whatChanged } from './what-changed.js';

/** One line for each section. */
export const sections: readonly Section[] = [
  accessSessions,
  automation,
  changes,
  deployments,
  flowFigures,
  ledger,
  method,
  sources,
  whatChanged,
];

export const findSection = (id: string): Section | undefined => sections.find((one) => one.id === id);
