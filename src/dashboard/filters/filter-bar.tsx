import type { ReactNode } from 'react';
import { day } from '../format/time.js';
import { EnvironmentChoice, MoreChoices } from './choices.js';
import { LeadTimeChoice } from './lead-time-choice.js';
import { RangeChoice } from './range-choice.js';
import { ServiceChoice } from './service-choice.js';
import type { Asked } from './use-filters.js';

/** What is listed, in words: for the printed page, where no control can be seen. */
const Spoken = ({ asked: { question, filters } }: { asked: Asked }) => (
  <p className="print-only">
    {filters.services.length > 0 ? filters.services.join(', ') : 'All services'},{' '}
    {day(question.filter.from, question.zone)} to{' '}
    {day(new Date(Date.parse(question.filter.to) - 1).toISOString(), question.zone)} ({question.zone})
  </p>
);

interface Props {
  asked: Asked;
  /** Filters that only this page has. */
  children?: ReactNode;
  /** Without the choices that change nothing on this page: environment, lead time, points. */
  plain?: boolean;
}

export const FilterBar = ({ asked, children, plain = false }: Props) => (
  <search className="filters" aria-label="Filters">
    <div className="filter-row">
      {children}
      <ServiceChoice asked={asked} />
      {plain ? null : <EnvironmentChoice asked={asked} />}
      <RangeChoice asked={asked} />
      {plain ? null : <LeadTimeChoice asked={asked} />}
      <MoreChoices asked={asked} plain={plain} />
    </div>
    {plain ? <Spoken asked={asked} /> : null}
  </search>
);
