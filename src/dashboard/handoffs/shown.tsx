import type { Proof } from '../figure/proof.js';
import type { Asked } from '../filters/use-filters.js';
import { pairName } from './cells.js';
import type { Bottlenecks, Matrix } from './queries.js';

/** What a person wants to see the rows of: some handoffs, or what waits at a holder. */
export type Selection =
  | { kind: 'handoffs'; from?: string; to?: string }
  | { kind: 'waiting'; holder?: string };

export type Show = (selection: Selection) => void;

export interface FigureProps {
  matrix: Matrix;
  asked: Asked;
  show: Show;
}

/** The proof of a figure of waits: the population is all handoffs. */
export const proofOfWaits = (answer: Matrix | Bottlenecks): Proof => ({
  ...answer,
  population: answer.handoffs,
});

/** The proof of a figure that counts handoffs, whether their wait is measured or not. */
export const proofOfCounts = (matrix: Matrix): Proof => ({
  ...matrix,
  n: matrix.handoffs,
  population: matrix.handoffs,
  excluded: [],
});

/** Leads from a row of a table to the handoffs between two holders. */
export const PairButton = ({ from, to, show }: { from: string; to: string; show: Show }) => (
  <button
    type="button"
    className="quiet"
    aria-label={`Handoffs from ${from} to ${to}`}
    onClick={() => show({ kind: 'handoffs', from, to })}
  >
    {pairName({ from, to })}
  </button>
);

/** Leads to all handoffs that a figure counts. */
export const AllHandoffs = ({ title, show }: { title: string; show: Show }) => (
  <button
    type="button"
    className="quiet"
    aria-label={`Handoffs behind ${title}`}
    onClick={() => show({ kind: 'handoffs' })}
  >
    Handoffs
  </button>
);
