import type { z } from 'zod';
import type { About, History } from './history.js';

/** Where a framework of auditors asks for a control. */
export interface Control {
  readonly framework: 'SOC 2' | 'ISO 27001' | 'PCI DSS' | 'SOX ITGC' | 'NIST 800-53';
  /** For example `CC8.1`. */
  readonly reference: string;
}

export const VERDICTS = ['PASS', 'FAIL', 'EXCEPTION', 'UNKNOWN'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a control found, before exceptions. */
export interface Opinion {
  readonly verdict: Exclude<Verdict, 'EXCEPTION'>;
  /** One sentence for an auditor. */
  readonly sentence: string;
  /** Ids of the events that it stands on. */
  readonly evidence: readonly string[];
  /** While a clock runs: when to look again. ISO in UTC. */
  readonly recheckAt?: string;
}

/** Somebody allowed a deviation, for a time. */
export interface Exception {
  readonly by: string;
  /** Exclusive; ISO in UTC. */
  readonly until: string;
  readonly why: string;
}

/** One control's verdict on one change (or shell, execution, server, item). */
export interface Finding extends Omit<Opinion, 'verdict'> {
  readonly policy: string;
  /** `1` with usual parameters; `1+4f1c2a90` names the parameters and scope that were set. */
  readonly version: string;
  readonly verdict: Verdict;
  readonly exception?: Exception;
}

/** A control. A plain file: no database, no clock, no framework. */
export interface Policy<P = unknown> {
  readonly id: string;
  /** Raised with every change by which the same history could get another verdict. */
  readonly version: number;
  readonly title: string;
  readonly about: About;
  readonly controls: readonly Control[];
  /** What policies.yaml may set; everything has a usual value. */
  readonly parameters: z.ZodType<P>;
  /** @returns undefined when the control has nothing to say about such a history. */
  check(history: History, parameters: P): Opinion | undefined;
}

export const pass = (sentence: string, evidence: readonly string[]): Opinion => ({
  verdict: 'PASS',
  sentence,
  evidence: distinct(evidence),
});
export const fail = (sentence: string, evidence: readonly string[]): Opinion => ({
  verdict: 'FAIL',
  sentence,
  evidence: distinct(evidence),
});
export const unknown = (sentence: string, evidence: readonly string[] = []): Opinion => ({
  verdict: 'UNKNOWN',
  sentence,
  evidence: distinct(evidence),
});

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/** The controls that ask who allowed, tested and delivered a change, in every framework. */
export const CHANGE_MANAGEMENT: readonly Control[] = [
  { framework: 'SOC 2', reference: 'CC8.1' },
  { framework: 'ISO 27001', reference: 'A.8.32' },
  { framework: 'SOX ITGC', reference: 'change management' },
];

/** What PCI DSS 6.5.1 asks to be there for every change to production, in its order; `pciSlots` says what is there. */
export const PCI_SLOTS = {
  REASON: 'reason for and description of the change',
  SECURITY_IMPACT: 'documentation of security impact',
  APPROVAL: 'documented approval by authorized parties',
  SECURITY_TESTING: 'testing that security is not impacted',
  SECURE_CODE: 'testing of own code for secure coding',
  BACK_OUT: 'procedures to return to a secure state',
} as const;
export type PciSlot = keyof typeof PCI_SLOTS;

export const pci = (slot: PciSlot): Control => ({
  framework: 'PCI DSS',
  reference: `6.5.1 ${PCI_SLOTS[slot]}`,
});
export const nist = (reference: 'CM-3' | 'CM-5' | 'CM-6'): Control => ({
  framework: 'NIST 800-53',
  reference,
});
