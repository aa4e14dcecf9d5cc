import type { CelProgram } from '../../support/cel.js';

/** A sentence about a sequence of events: CEL at one event, and operators of time over all that follow it. */
export type Formula =
  | { readonly op: 'at'; readonly program: CelProgram }
  | { readonly op: 'not' | 'next'; readonly of: Formula }
  | { readonly op: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly op: 'always' | 'eventually'; readonly of: Formula; readonly withinMs: number | undefined }
  | {
      readonly op: 'until' | 'precedes';
      readonly first: Formula;
      readonly second: Formula;
      readonly withinMs: number | undefined;
    };

export const partsOf = (formula: Formula): readonly Formula[] => {
  switch (formula.op) {
    case 'at':
      return [];
    case 'all':
    case 'any':
      return formula.of;
    case 'until':
    case 'precedes':
      return [formula.first, formula.second];
    default:
      return [formula.of];
  }
};
