import { FilterBar } from '../filters/filter-bar.js';
import { type Asked, useFilters } from '../filters/use-filters.js';
import { day } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { EmptyStore } from '../shell/empty-store.js';
import { usePageTitle } from '../shell/route-focus.js';
import { useScope } from '../shell/scope.js';
import { DeploymentFrequency } from './frequency-figure.js';
import { headline } from './headline.js';
import { LeadTimeDistribution, LeadTimeTrend } from './lead-time-figures.js';
import { ScrapByRule, ScrapTrend } from './scrap-figures.js';
import { Tiles } from './tiles.js';
import { type Flow, useFlow } from './use-flow.js';

/** Whatever a metric wants to be known about it, once each. */
const notesOf = ({
  leadTime: [leadTime],
  scrapRate: [scrapRate],
  deployments: [deployments],
}: Flow): string[] => {
  const metrics = [
    leadTime.data?.leadTime,
    scrapRate.data?.scrapRate,
    deployments.data?.deploymentFrequency,
    deployments.data?.changeFailureRate,
    deployments.data?.recoveryTime,
    deployments.data?.deploymentReworkRate,
  ];
  return [...new Set(metrics.flatMap((metric) => metric?.notes ?? []))];
};

const Subject = ({ asked: { question, filters } }: { asked: Asked }) => {
  const services = filters.services.length > 0 ? filters.services.join(', ') : 'All services';
  const range = `${day(question.filter.from, question.zone)} to ${day(lastMoment(question.filter.to), question.zone)}`;
  return (
    <p className="subject">
      {services}, {question.environment}. {question.rangeName ? `${question.rangeName}: ${range}` : range}.
    </p>
  );
};

/** Ranges are half open: the last day is the one before the end. */
const lastMoment = (to: string): string => new Date(Date.parse(to) - 1).toISOString();

/** A way out of a time in which nothing happened. */
const WholeTime = ({ asked: { question, change } }: { asked: Asked }) => {
  const all = 'preset' in question.range && question.range.preset === 'all';
  if (all) return <p>Choose other services or another environment.</p>;
  return (
    <p>
      <button type="button" onClick={() => change({ range: { preset: 'all' } })}>
        Look at all time
      </button>
    </p>
  );
};

const Lead = ({ flow, asked }: { flow: Flow; asked: Asked }) => {
  const { leadTime, scrapRate } = flow;
  const waiting = [leadTime[0], scrapRate[0]].some(({ fetching, stale }) => fetching && !stale);
  const leadTimeNow = leadTime[0].data?.leadTime;
  const scrapNow = scrapRate[0].data?.scrapRate;
  const known = leadTimeNow && scrapNow && !waiting;
  return (
    <header className="lead" aria-live="polite" aria-busy={waiting}>
      <h1>
        {known
          ? headline({
              p50: leadTimeNow.p50,
              scrapRate: scrapNow.rate,
              environment: asked.question.environment,
            })
          : waiting
            ? 'How long does a change take?'
            : 'Flow'}
      </h1>
      <Subject asked={asked} />
      {known && leadTimeNow.n === 0 && scrapNow.n === 0 ? <WholeTime asked={asked} /> : null}
      {notesOf(flow).map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </header>
  );
};

const Figures = ({ flow, asked }: { flow: Flow; asked: Asked }) => (
  <div className="figures">
    <Answer query={flow.leadTime} what="the lead time" height={420}>
      {({ leadTime }) => (
        <>
          <LeadTimeDistribution metric={leadTime} asked={asked} />
          <LeadTimeTrend metric={leadTime} asked={asked} />
        </>
      )}
    </Answer>
    <Answer query={flow.scrapRate} what="the scrap rate" height={420}>
      {({ scrapRate }) => (
        <>
          <ScrapByRule metric={scrapRate} asked={asked} />
          <ScrapTrend metric={scrapRate} asked={asked} />
        </>
      )}
    </Answer>
    <Answer query={flow.deployments} what="the deployments" height={420}>
      {({ deploymentFrequency }) => <DeploymentFrequency metric={deploymentFrequency} asked={asked} />}
    </Answer>
  </div>
);

const Content = () => {
  const asked = useFilters();
  const flow = useFlow(asked.question);
  return (
    <>
      <FilterBar asked={asked} />
      <Lead flow={flow} asked={asked} />
      <Tiles flow={flow} question={asked.question} />
      <Figures flow={flow} asked={asked} />
    </>
  );
};

export const FlowPage = () => {
  usePageTitle('Flow');
  const { scope } = useScope();
  return scope.firstAt === null ? <EmptyStore title="How long does a change take?" /> : <Content />;
};
