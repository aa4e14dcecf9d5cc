import { Fragment, type ReactNode } from 'react';
import { useQuery } from 'urql';
import type { VisitOrder } from '../api/graphql.js';
import { eventAnchor } from '../changes/timeline.js';
import { Duration } from '../figure/amount.js';
import type { Asked } from '../filters/use-filters.js';
import { duration } from '../format/duration.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { itemPath } from '../format/url.js';
import { ItemName } from '../handoffs/item-name.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { StandingLink } from '../shell/standing-link.js';
import { stepVisitsQuery, type VisitRow, type Visits, wayVisitsQuery } from './queries.js';
import type { Selection } from './selection.js';

const secondsOf: Record<VisitOrder, (visit: VisitRow) => number | null> = {
  WAIT: ({ wait }) => wait,
  PROCESS: ({ process }) => process,
  LEAD: ({ lead }) => lead,
};

const holderWords = ({ holder, team }: VisitRow): string => {
  if (holder === null) return team === null ? '' : `, with ${team}`;
  return team === null ? `, with ${holder}` : `, with ${holder} of ${team}`;
};

const timeWords = ({ since, start, stop, wait, process }: VisitRow, zone: string): string => {
  const waited = `waited ${duration(wait)} from ${moment(since, zone)}`;
  if (start === null || process === null) return `${waited} to ${moment(stop, zone)}`;
  const worked = `worked on ${duration(process)} from ${moment(start, zone)} to ${moment(stop, zone)}`;
  return wait > 0 ? `${waited}; ${worked}` : worked;
};

const Events = ({ visit: { item, evidence } }: { visit: VisitRow }) => {
  if (evidence.length === 0) return null;
  return (
    <span className="visit-events">
      Evidence:{' '}
      {evidence.map((id, i) => (
        <Fragment key={id}>
          {i > 0 ? ', ' : null}
          <StandingLink
            href={`${itemPath(item)}#${eventAnchor(id)}`}
            aria-label={`Event ${i + 1} of ${item}`}
          >
            event {i + 1}
          </StandingLink>
        </Fragment>
      ))}
    </span>
  );
};

const Row = ({ visit, order, zone }: { visit: VisitRow; order: VisitOrder; zone: string }) => (
  <li>
    <div className="row-main">
      <ItemName item={visit.item} title={visit.title} />
      {visit.again ? <span className="label">Done again</span> : null}
      {visit.sentBack ? <span className="label scrap">Sent back</span> : null}
    </div>
    <div className="row-side">
      <Duration seconds={secondsOf[order](visit)} />
    </div>
    <p className="row-detail">
      <code>{visit.item}</code>
      {holderWords(visit)}, {timeWords(visit, zone)}. <Events visit={visit} />
    </p>
  </li>
);

interface Shown {
  asked: Asked;
  stream: string | undefined;
  order: VisitOrder;
  after?: string;
  shownBefore: number;
}

/** One page, and the next on demand. */
const VisitPage = ({
  visits,
  shown: { asked, order, after, shownBefore },
  next,
}: {
  visits: Visits | undefined;
  shown: Shown;
  next: (page: { after: string; shownBefore: number }) => ReactNode;
}) => {
  if (!visits || visits.totalCount === 0) {
    return <p className="no-data-here">No visit ended here in this time: choose a longer one.</p>;
  }
  const shown = shownBefore + visits.nodes.length;
  return (
    <>
      {after ? null : <p className="total">{counted(visits.totalCount, 'visit')}, the longest first</p>}
      <ol className="rows" start={shownBefore + 1}>
        {visits.nodes.map((visit) => (
          <Row key={visit.id} visit={visit} order={order} zone={asked.question.zone} />
        ))}
      </ol>
      <More
        shown={shown}
        total={visits.totalCount}
        endCursor={cursorOf(visits.pageInfo)}
        next={(cursor) => next({ after: cursor, shownBefore: shown })}
      />
    </>
  );
};

const StepVisits = ({ step, ...shown }: Shown & { step: string }) => {
  const { asked, stream, order, after } = shown;
  const query = useQuery({
    query: stepVisitsQuery,
    variables: { filter: asked.question.filter, stream, step, order, after },
  });
  return (
    <Answer query={query} what="the visits" height={200}>
      {({ valueStream }) => (
        <VisitPage
          visits={valueStream.step?.evidence}
          shown={shown}
          next={(page) => <StepVisits {...shown} step={step} {...page} />}
        />
      )}
    </Answer>
  );
};

interface Way {
  from: string | null;
  to: string | null;
}

const WayVisits = ({ way, ...shown }: Shown & { way: Way }) => {
  const { asked, stream, after } = shown;
  const query = useQuery({
    query: wayVisitsQuery,
    variables: { filter: asked.question.filter, stream, ...way, after },
  });
  return (
    <Answer query={query} what="the visits" height={200}>
      {({ valueStream }) => (
        <VisitPage
          visits={valueStream.edge?.evidence}
          shown={shown}
          next={(page) => <WayVisits {...shown} way={way} {...page} />}
        />
      )}
    </Answer>
  );
};

interface Props {
  selection: Selection;
  asked: Asked;
  stream: string | undefined;
  order: VisitOrder;
}

/** The visits behind a step, a wait or a way, the longest first. */
export const VisitList = ({ selection, ...shown }: Props) =>
  selection.kind === 'way' ? (
    <WayVisits way={{ from: selection.from, to: selection.to }} {...shown} shownBefore={0} />
  ) : (
    <StepVisits step={selection.step} {...shown} shownBefore={0} />
  );
