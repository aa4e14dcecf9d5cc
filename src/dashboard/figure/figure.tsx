import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSearch } from 'wouter/use-browser-location';
import { EvidenceButton } from '../evidence/evidence-button.js';
import type { EvidenceSubject } from '../evidence/queries.js';
import { pinned } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { DefinitionPopover } from './definition-popover.js';
import { Legend, type LegendItem } from './legend.js';
import type { Proof } from './proof.js';
import { ProofLine } from './proof-line.js';

interface Props {
  /** The anchor of its permalink. */
  id: string;
  title: string;
  /** One sentence on what it means. */
  meaning: string;
  asked: Asked;
  proof: Proof;
  noun: string;
  /** Whose rows can be listed, where the rows are changes or deployments. */
  evidence?: EvidenceSubject;
  /** Another way to the rows behind it. */
  rows?: ReactNode;
  legend?: LegendItem[];
  chart: ReactNode;
  table: ReactNode;
  wide?: boolean;
}

/** The charts arrive after the page: the browser's own jump to the anchor came too early. */
const useAnchor = (id: string) => {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (location.hash === `#${id}`) section.current?.scrollIntoView();
  }, [id]);
  return section;
};

const Body = ({
  asTable,
  chart,
  table,
  legend,
  empty,
}: Pick<Props, 'chart' | 'table' | 'legend'> & { asTable: boolean; empty: boolean }) => {
  if (empty) return <p className="no-data-here">No data in this time, environment and choice of services.</p>;
  if (asTable) return table;
  return (
    <>
      {legend ? <Legend items={legend} /> : null}
      {chart}
    </>
  );
};

/** A chart with its proof: what it means, how many, which definition, its table and the rows behind it. */
export const Figure = (props: Props) => {
  const { id, title, meaning, asked, proof, noun, evidence } = props;
  const [asTable, setAsTable] = useState(false);
  const headingId = useId();
  const section = useAnchor(id);
  const search = useSearch();
  const empty = proof.n === 0;
  return (
    <section
      ref={section}
      id={id}
      className={props.wide ? 'figure wide' : 'figure'}
      aria-labelledby={headingId}
    >
      <div className="figure-head">
        <h2 id={headingId}>{title}</h2>
        <button
          type="button"
          className="quiet"
          aria-pressed={asTable}
          aria-label={`${title} as a table`}
          disabled={empty}
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </button>
      </div>
      <p className="meaning">{meaning}</p>
      <div className="figure-body">
        <Body asTable={asTable} chart={props.chart} table={props.table} legend={props.legend} empty={empty} />
      </div>
      <footer>
        <ProofLine proof={proof} noun={noun} />
        <div className="figure-actions">
          {evidence && proof.population > 0 ? (
            <EvidenceButton subject={evidence} title={title} proof={proof} question={asked.question} />
          ) : null}
          {proof.population > 0 ? props.rows : null}
          <DefinitionPopover definition={proof.definition} />
          <a
            href={`${pinned(asked.filters, asked.question, proof.asOf, search)}#${id}`}
            aria-label={`Permalink to ${title}`}
          >
            Permalink
          </a>
        </div>
      </footer>
    </section>
  );
};
