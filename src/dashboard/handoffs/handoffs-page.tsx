import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { FilterBar } from '../filters/filter-bar.js';
import { levels } from '../filters/filters.js';
import { type Asked, useFilters } from '../filters/use-filters.js';
import { spelledDuration } from '../format/duration.js';
import { counted } from '../format/number.js';
import { day } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { Provide, useScope } from '../shell/scope.js';
import { BottleneckFigure } from './bottleneck-figure.js';
import { LevelChoice, levelNames, TimeChoice } from './choices.js';
import { EmptyHandoffs } from './empty-handoffs.js';
import { FlowFigure } from './flow-figure.js';
import { LostByPair, LostByReceiver } from './lost-figures.js';
import { MatrixFigure } from './matrix-figure.js';
import { PingPongFigure } from './ping-pong-figure.js';
import { anyQuery, bottlenecksQuery, type Matrix, matrixQuery } from './queries.js';
import { QueueFigure } from './queue-figure.js';
import { RowsDrawer } from './rows-drawer.js';
import type { Selection } from './shown.js';
import { ever, lastOf, spanning } from './span.js';

const Subject = ({ asked: { question, filters } }: { asked: Asked }) => {
  const services = filters.services.length > 0 ? filters.services.join(', ') : 'Everything handed over';
  const last = day(new Date(Date.parse(question.filter.to) - 1).toISOString(), question.zone);
  const all = 'preset' in question.range && question.range.preset === 'all';
  const range = all ? `all time until ${last}` : `${day(question.filter.from, question.zone)} to ${last}`;
  return (
    <p className="subject">
      {services}, {range}.
    </p>
  );
};

/** A log may tell of people, of teams or of lines alone. */
const OtherLevels = ({ asked: { filters, change } }: { asked: Asked }) => (
  <p className="choices">
    {levels
      .filter((level) => level !== filters.level)
      .map((level) => (
        <button key={level} type="button" onClick={() => change({ level })}>
          Look between {levelNames[level].toLowerCase()}
        </button>
      ))}
  </p>
);

/** Says what there is at another level, another time or another way to count. */
const WayOut = ({ matrix, asked }: { matrix: Matrix; asked: Asked }) => {
  const { filters, question, change } = asked;
  if (filters.time === 'BUSINESS' && matrix.n < matrix.handoffs) {
    return (
      <p>
        Working hours are not known for everybody: name a file of calendars with{' '}
        <code>throughline serve --calendars</code>, or{' '}
        <button type="button" className="quiet" onClick={() => change({ time: 'WALL' })}>
          count wall-clock time
        </button>
        .
      </p>
    );
  }
  if (matrix.handoffs > 0) return null;
  const all = 'preset' in question.range && question.range.preset === 'all';
  if (all) return <OtherLevels asked={asked} />;
  return (
    <p>
      <button type="button" onClick={() => change({ range: { preset: 'all' } })}>
        Look at all time
      </button>
    </p>
  );
};

const headline = ({ handoffs, waits, items }: Matrix): string => {
  if (handoffs === 0) return 'Nothing was handed over in this time.';
  const done = `${counted(handoffs, 'handoff')} of ${counted(items, 'item')}`;
  if (waits.waitP50 === null) return `${done}.`;
  return `${done} waited ${spelledDuration(waits.waitTotal)} in all, half of them at most ${spelledDuration(waits.waitP50)}.`;
};

const Figures = ({ asked }: { asked: Asked }) => {
  const { filter } = asked.question;
  const { level, time } = asked.filters;
  const matrix = useQuery({ query: matrixQuery, variables: { filter, level, time } });
  const bottlenecks = useQuery({ query: bottlenecksQuery, variables: { filter, level, time } });
  const [selection, show] = useState<Selection>();
  return (
    <>
      <Answer query={matrix} what="the handoffs" height={600}>
        {({ handoffMatrix }) => (
          <>
            <header className="lead" aria-live="polite">
              <h1>{headline(handoffMatrix)}</h1>
              <Subject asked={asked} />
              <WayOut matrix={handoffMatrix} asked={asked} />
            </header>
            <div className="figures">
              <MatrixFigure matrix={handoffMatrix} asked={asked} show={show} />
              <LostByPair matrix={handoffMatrix} asked={asked} show={show} />
              <LostByReceiver matrix={handoffMatrix} asked={asked} show={show} />
              <Answer query={bottlenecks} what="the bottlenecks" height={420}>
                {(answer) => <BottleneckFigure bottlenecks={answer.bottlenecks} asked={asked} show={show} />}
              </Answer>
              <PingPongFigure matrix={handoffMatrix} asked={asked} show={show} />
              <FlowFigure matrix={handoffMatrix} asked={asked} show={show} />
              <QueueFigure matrix={handoffMatrix} asked={asked} show={show} />
            </div>
          </>
        )}
      </Answer>
      {selection ? <RowsDrawer selection={selection} asked={asked} close={() => show(undefined)} /> : null}
    </>
  );
};

const Content = () => {
  const asked = useFilters();
  return (
    <>
      <FilterBar asked={asked} plain>
        <LevelChoice asked={asked} />
        <TimeChoice asked={asked} />
      </FilterBar>
      <Figures asked={asked} />
    </>
  );
};

const Known = ({ last }: { last: string }) => {
  const { scope } = useScope();
  const whole = useMemo(() => spanning(scope, last), [scope, last]);
  return (
    <Provide scope={whole}>
      <Content />
    </Provide>
  );
};

const variables = { filter: ever };

export const HandoffsPage = () => {
  usePageTitle('Handoffs');
  const query = useQuery({ query: anyQuery, variables });
  return (
    <Answer query={query} what="the handoffs" height={400}>
      {(any) => {
        const last = lastOf(any);
        return last === undefined ? <EmptyHandoffs /> : <Known last={last} />;
      }}
    </Answer>
  );
};
