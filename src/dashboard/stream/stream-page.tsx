import { type ReactNode, useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { browserNow } from '../clock.js';
import { FilterBar } from '../filters/filter-bar.js';
import { type Asked, useFilters } from '../filters/use-filters.js';
import { spelledDuration } from '../format/duration.js';
import { counted, pace, percent } from '../format/number.js';
import { anyQuery } from '../handoffs/queries.js';
import { ever, lastOf, spanning } from '../handoffs/span.js';
import { Answer } from '../shell/answer.js';
import { usePageTitle } from '../shell/route-focus.js';
import { Provide, useScope } from '../shell/scope.js';
import { DefinitionForm } from './definition-form.js';
import { EmptyStream } from './empty-stream.js';
import { FlowTimeFigure } from './flow-time-figure.js';
import { ForecastFigure } from './forecast-figure.js';
import { MapFigure } from './map-figure.js';
import { anyItemQuery, mapQuery, type StreamAnswer, type Streams, streamsQuery } from './queries.js';
import { StepDrawer } from './step-drawer.js';
import { useSelection } from './use-selection.js';
import { useStream } from './use-stream.js';
import { WhatIfFigure } from './what-if-figure.js';

const headline = ({ n, finished, load, flowTime }: StreamAnswer): string => {
  if (n === 0) return 'Nothing passed the stream in this time.';
  if (flowTime.p50 === null) return `${counted(load, 'item')} in the stream, none finished yet.`;
  return `${counted(finished, 'item')} came through, half of them within ${spelledDuration(flowTime.p50)}.`;
};

const Lead = ({ stream, asked }: { stream: StreamAnswer; asked: Asked }) => {
  const { load, velocity, flowEfficiency, completeAndAccurate, n } = stream;
  const all = 'preset' in asked.question.range && asked.question.range.preset === 'all';
  return (
    <header className="lead" aria-live="polite">
      <h1>{headline(stream)}</h1>
      <p className="subject">
        {[
          `${counted(load, 'item')} in it now`,
          ...(velocity === null || n === 0 ? [] : [`${pace(velocity)} finished`]),
          flowEfficiency === null
            ? 'nobody tells when anything is worked on'
            : `${percent(flowEfficiency)} of the time is work`,
          ...(completeAndAccurate === null ? [] : [`rolled %C&A ${percent(completeAndAccurate)}`]),
        ].join('; ')}
        . <Link href="/workshop">Take it to a workshop</Link>
      </p>
      {n === 0 && !all ? (
        <p>
          <button type="button" onClick={() => asked.change({ range: { preset: 'all' } })}>
            Look at all time
          </button>
        </p>
      ) : null}
    </header>
  );
};

const Figures = ({ asked, name }: { asked: Asked; name: string | undefined }) => {
  const variables = { filter: asked.question.filter, stream: name };
  const query = useQuery({ query: mapQuery, variables });
  const [selection, show] = useSelection();
  return (
    <Answer query={query} what="the value stream" height={600}>
      {({ valueStream }) => (
        <>
          <Lead stream={valueStream} asked={asked} />
          <div className="figures">
            <MapFigure stream={valueStream} asked={asked} show={show} />
            <FlowTimeFigure stream={valueStream} asked={asked} />
            <ForecastFigure asked={asked} stream={name} />
            <WhatIfFigure steps={valueStream.steps} asked={asked} stream={name} />
          </div>
          {selection ? (
            <StepDrawer stream={valueStream} name={name} asked={asked} selection={selection} show={show} />
          ) : null}
        </>
      )}
    </Answer>
  );
};

const Content = ({ streams, look }: { streams: Streams; look: () => void }) => {
  const asked = useFilters();
  const [name, choose] = useStream();
  const kept = streams.valueStreams.find((one) => one.name === name);
  return (
    <>
      <FilterBar asked={asked} plain>
        <label className="field">
          <span>Stream</span>
          <select value={name ?? ''} onChange={(event) => choose(event.target.value || undefined)}>
            <option value="">As the events show it</option>
            {streams.valueStreams.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
      </FilterBar>
      <Figures asked={asked} name={name} />
      <DefinitionForm
        kept={kept}
        mayDefine={streams.viewer.role === 'admin'}
        zone={asked.question.zone}
        defined={(defined) => {
          look();
          choose(defined);
        }}
      />
    </>
  );
};

const nothing = {};
const variables = { filter: ever };

/** What nobody ever had may still be an item: only where nothing was handed over is it worth asking. */
const Ever = ({ handed, children }: { handed: boolean; children: ReactNode }) => {
  const items = useQuery({ query: anyItemQuery, variables, pause: handed });
  if (handed) return children;
  return (
    <Answer query={items} what="the value stream" height={400}>
      {({ valueStream: { n } }) => (n === 0 ? <EmptyStream /> : children)}
    </Answer>
  );
};

export const StreamPage = () => {
  usePageTitle('Value stream');
  const any = useQuery({ query: anyQuery, variables });
  const streams = useQuery({ query: streamsQuery, variables: nothing });
  const { scope } = useScope();
  const last = any[0].data ? lastOf(any[0].data) : undefined;
  const whole = useMemo(
    () => spanning(scope, last ?? scope.lastAt ?? browserNow().toISOString()),
    [scope, last],
  );
  const look = () => streams[1]({ requestPolicy: 'network-only' });
  return (
    <div className="stream-page">
      <Answer query={any} what="the value stream" height={400}>
        {() => (
          <Ever handed={last !== undefined}>
            <Answer query={streams} what="the streams" height={400} keep>
              {(known) => (
                <Provide scope={whole}>
                  <Content streams={known} look={look} />
                </Provide>
              )}
            </Answer>
          </Ever>
        )}
      </Answer>
    </div>
  );
};
