import type { ReactNode } from 'react';
import { EvidenceButton } from '../evidence/evidence-button.js';
import type { EvidenceSubject } from '../evidence/queries.js';
import { DefinitionPopover } from '../figure/definition-popover.js';
import type { Proof } from '../figure/proof.js';
import { ProofPopover } from '../figure/proof-popover.js';
import type { Question } from '../filters/resolve.js';
import { compare } from './comparison.js';

export interface TileNumber {
  title: string;
  /** What it says in a few words: `half of the changes took no longer`. */
  meaning: string;
  subject: EvidenceSubject;
  value: number | null;
  before: number | null | undefined;
  share: boolean;
  say: (value: number) => string;
  /** The exact value, for the title. */
  exact: (value: number) => string;
  /** What a rise and a fall are called: `longer`, `shorter`. */
  words: { up: string; down: string };
  noun: string;
  proof: Proof;
}

const arrows = { up: '▲', down: '▼', same: '●' };
const verdicts = { better: 'better', worse: 'worse', same: '' };

const Trend = ({ number, question }: { number: TileNumber; question: Question }) => {
  const { value, before, share, proof, words, say } = number;
  if (!question.previous) return <p className="trend">All time: nothing earlier to compare with</p>;
  // Still asked, or it cannot be had: the number itself does not wait for it.
  if (before === undefined) return <p className="trend">{'\u00a0'}</p>;
  const compared = compare({ now: value, before, share, better: proof.definition.better });
  const period = `the ${question.days.count} days before`;
  if (!compared)
    return (
      <p className="trend">{before === null ? `No data in ${period}` : `In ${period}: ${say(before)}`}</p>
    );
  const { direction, verdict, size } = compared;
  return (
    <p className={`trend ${verdict}`}>
      <span aria-hidden="true">{arrows[direction]}</span>{' '}
      {direction === 'same' ? 'the same as in ' : `${size} ${words[direction]} than in `}
      {period}
      {verdict === 'same' ? '' : ` (${verdicts[verdict]})`}
    </p>
  );
};

/** One number with how it moved and what stands behind it. */
export const Tile = ({ number, question }: { number: TileNumber; question: Question }) => {
  const { title, meaning, value, say, exact, proof, noun, subject } = number;
  return (
    <section className="tile" aria-label={title}>
      <h3>{title}</h3>
      {value === null ? (
        <p className="value no-data">no data</p>
      ) : (
        <>
          <p className="value" title={exact(value)}>
            {say(value)}
          </p>
          <p className="meaning">{meaning}</p>
        </>
      )}
      <Trend number={number} question={question} />
      <footer>
        <ProofPopover proof={proof} noun={noun} title={title} />
        <DefinitionPopover definition={proof.definition} short />
        {proof.population > 0 ? (
          <EvidenceButton subject={subject} title={title} proof={proof} question={question} />
        ) : null}
      </footer>
    </section>
  );
};

/** A tile whose number is not there yet, or cannot be had. */
export const TilePlace = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="tile" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
);
