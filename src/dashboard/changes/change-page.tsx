import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import { ExactDuration } from '../figure/amount.js';
import { DataTable } from '../figure/data-table.js';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { changeIdOf, changePath, webAddress } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { PastState } from '../shell/past-state.js';
import { usePageTitle } from '../shell/route-focus.js';
import { StandingLink } from '../shell/standing-link.js';
import { ChangeAnswers } from '../trail/change-answers.js';
import { FindingsTable } from '../trail/findings-table.js';
import { kindWords, shortName } from './kind.js';
import { PersonName } from './person-name.js';
import { type ChangeStory, changeQuery } from './queries.js';
import { ScrapEvidence } from './scrap-evidence.js';
import { ScrapLabels } from './scrap-labels.js';
import { ToldStory } from './told-story.js';

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="part">
    <h2>{title}</h2>
    {children}
  </section>
);

interface Shown {
  change: ChangeStory;
  zone: string;
  /** The recording time that the page was asked for; undefined: now. */
  asOf: string | undefined;
}

const Head = ({ change, zone, asOf }: Shown) => {
  const url = webAddress(change.url);
  return (
    <header className="lead">
      <p className="crumb">
        <Link href="/changes">Changes</Link>
      </p>
      <h1 dir="auto">{change.title || change.id}</h1>
      <p className="subject">
        {kindWords[change.kind]} <code title={change.id}>{shortName(change)}</code> of {change.repo}
        {change.author ? (
          <>
            , by <PersonName who={change.author} />
          </>
        ) : null}
        , {moment(change.at, zone)} ({zone}). {url ? <a href={url}>Look at it where it was made</a> : null}
      </p>
      <p className="labels">
        <ScrapLabels scrap={change.scrap} />
      </p>
      <PastState asOf={asOf} zone={zone} />
    </header>
  );
};

const Deliveries = ({ change, zone }: { change: ChangeStory; zone: string }) => {
  if (change.deliveries.length === 0) return <p>Not delivered to any environment yet.</p>;
  return (
    <DataTable
      caption="First successful deployment that contains it, by service and environment"
      columns={[
        { name: 'Service', cell: ({ service }) => service },
        { name: 'Environment', cell: ({ environment }) => environment },
        {
          name: 'Deployment',
          cell: ({ deployment, version }) => <code title={deployment}>{version ?? deployment}</code>,
        },
        { name: 'Delivered', cell: ({ deliveredAt }) => moment(deliveredAt, zone) },
        { name: 'Took', figure: true, cell: ({ seconds }) => <ExactDuration seconds={seconds} /> },
      ]}
      rows={change.deliveries}
      rowKey={({ service, environment }) => `${service} ${environment}`}
    />
  );
};

const Commits = ({ commits, zone }: { commits: ChangeStory['commits']; zone: string }) => (
  <Section title={counted(commits.length, 'commit')}>
    <ol className="rows">
      {commits.map((commit) => (
        <li key={commit.id}>
          <div className="row-main">
            <StandingLink href={changePath(commit.id)} dir="auto">
              {commit.title || commit.id}
            </StandingLink>
          </div>
          <p className="row-detail">
            <code>{shortName({ id: commit.id, kind: 'COMMIT' })}</code>
            {commit.author ? (
              <>
                , <PersonName who={commit.author} />
              </>
            ) : null}
            , {moment(commit.at, zone)}
          </p>
        </li>
      ))}
    </ol>
  </Section>
);

/** Its line in the audit trail. */
const lineOf = ({ id, kind }: ChangeStory): string => `${kind === 'COMMIT' ? 'commit' : 'change'}:${id}`;

const Story = ({ change, zone, asOf }: Shown) => {
  usePageTitle(change.title || change.id);
  const told = new Set(change.timeline.map(({ id }) => id));
  const commits = change.commits.filter(({ id }) => id !== change.id);
  return (
    <>
      <Head change={change} zone={zone} asOf={asOf} />
      <ChangeAnswers line={lineOf(change)} zone={zone} asOf={asOf} deliveries={change.deliveries} />
      <Section title="Verdicts">
        <FindingsTable findings={change.findings} zone={zone} told={told} />
      </Section>
      <Section title="Where it was delivered">
        <Deliveries change={change} zone={zone} />
      </Section>
      {change.scrap.length > 0 ? (
        <Section title="Why it counts as scrapped">
          <ScrapEvidence change={change} zone={zone} />
        </Section>
      ) : null}
      <Section title="Its story">
        <p className="meaning">
          What was recorded about it, in the order in which it happened. Open an event to see the evidence.
        </p>
        <ToldStory events={change.timeline} leftOut={change.leftOut} zone={zone} />
      </Section>
      {commits.length > 0 ? <Commits commits={commits} zone={zone} /> : null}
    </>
  );
};

const NoSuchChange = ({ id }: { id: string }) => {
  usePageTitle('Change not found');
  return (
    <section className="notice">
      <h1>This change is not known</h1>
      <p>
        Nothing was recorded about <code>{id}</code>. It may not have been imported yet. Look for it under{' '}
        <Link href="/changes">Changes</Link>.
      </p>
    </section>
  );
};

export const ChangePage = () => {
  const id = changeIdOf(usePathname()) ?? '';
  const { filters, question } = useFilters('all');
  const { asOf } = filters;
  const query = useQuery({ query: changeQuery, variables: { id, asOf: asOf ?? null } });
  return (
    <Answer query={query} what="the change" height={400}>
      {({ change }) =>
        change ? (
          <Story key={id} change={change} zone={question.zone} asOf={asOf} />
        ) : (
          <NoSuchChange id={id} />
        )
      }
    </Answer>
  );
};
