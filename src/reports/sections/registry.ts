import { accessSessions } from './access-sessions.js';
import { automation } from './automation.js';
import { changes } from './changes.js';
import { controls } from './controls.js';
import { deployments } from './deployments.js';
import { deviations } from './deviations.js';
import { emergencyChanges } from './emergency-changes.js';
import { flowFigures } from './flow-figures.js';
import { handoffs } from './handoffs.js';
import { ledger } from './ledger.js';
import { method } from './method.js';
import { newServers } from './new-servers.js';
import { pciEvidence } from './pci-evidence.js';
import { population } from './population.js';
import type { Section } from './section.js';
import { sources } from './sources.js';
import { whatChanged } from './what-changed.js';

/** One line for each section. */
export const sections: readonly Section[] = [
  accessSessions,
  automation,
  changes,
  controls,
  deployments,
  deviations,
  emergencyChanges,
  flowFigures,
  handoffs,
  ledger,
  method,
  newServers,
  pciEvidence,
  population,
  sources,
  whatChanged,
];

export const findSection = (id: string): Section | undefined => sections.find((one) => one.id === id);
