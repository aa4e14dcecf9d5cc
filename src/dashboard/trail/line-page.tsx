import { useQuery } from 'urql';
import { Link } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import type { ResultOf } from '../api/graphql.js';
import { ToldStory } from '../changes/told-story.js';
import { useFilters } from '../filters/use-filters.js';
import { moment } from '../format/time.js';
import { changePath, webAddress } from '../format/url.js';
import { Answer } from '../shell/answer.js';
import { PastState } from '../shell/past-state.js';
import { usePageTitle } from '../shell/route-focus.js';
import { StandingLink } from '../shell/standing-link.js';
import { Answers } from './answers.js';
import { FindingsTable } from './findings-table.js';
import { PackLink } from './pack-link.js';
import { entryQuery } from './queries.js';
import { kindNames, lineIdOf, linePath, placeWords, titleOf } from './words.js';

type Story = NonNullable<ResultOf<typeof entryQuery>['auditEntry']>;

interface Shown {
  zone: string;
  /** The recording time that the page was asked for; undefined: now. */
  asOf: string | undefined;
}

const Head = ({ entry, zone, asOf }: Shown & { entry: Story['entry'] }) => {
  const url = webAddress(entry.url);
  const place = placeWords(entry);
  return (
    <header className="lead">
      <p className="crumb">
        <Link href="/trail">Audit trail</Link>
      </p>
      <h1 dir="auto">{titleOf(entry)}</h1>
      <p className="subject">
        {kindNames[entry.kind]} {place ? `${place}, ` : ''}
        {moment(entry.at, zone)} ({zone}). {url ? <a href={url}>Look at it where it was made</a> : null}
      </p>
      <p className="labels">
        <PackLink id={entry.id} asOf={asOf} />
      </p>
      <PastState asOf={asOf} zone={zone} />
    </header>
  );
};

const Related = ({ entry }: { entry: Story['entry'] }) => {
  const change = entry.repo && entry.commit ? `${entry.repo}@${entry.commit}` : undefined;
  if (!change && !entry.parent) return null;
  return (
    <p className="row-detail">
      {change ? (
        <>
          It put commit <StandingLink href={changePath(change)}>{change}</StandingLink> there.{' '}
        </>
      ) : null}
      {entry.parent ? (
        <>
          It is a part of{' '}
          <StandingLink href={linePath(`execution:${entry.parent}`)}>{entry.parent}</StandingLink>.
        </>
      ) : null}
    </p>
  );
};

const Whole = ({ story, zone, asOf }: Shown & { story: Story }) => {
  const { entry, timeline, leftOut } = story;
  usePageTitle(titleOf(entry));
  return (
    <>
      <Head entry={entry} zone={zone} asOf={asOf} />
      <Answers act={entry} zone={zone} />
      <section className="part">
        <h2>Verdicts</h2>
        <p className="meaning">
          {entry.kind === 'DEPLOYMENT'
            ? 'What controls found on the changes that it delivered.'
            : 'What controls found, with the rule as it stood.'}
        </p>
        <FindingsTable findings={entry.findings} zone={zone} told={new Set(timeline.map(({ id }) => id))} />
      </section>
      <section className="part">
        <h2>Its story</h2>
        <p className="meaning">
          What was recorded about it and what led to it. Open an event to see the evidence.
        </p>
        <Related entry={entry} />
        <ToldStory events={timeline} leftOut={leftOut} zone={zone} />
      </section>
    </>
  );
};

const NoSuchLine = ({ id }: { id: string }) => {
  usePageTitle('Not in the audit trail');
  return (
    <section className="notice">
      <h1>This line is not known</h1>
      <p>
        Nothing was recorded about <code>{id}</code>. Look for it in the{' '}
        <Link href="/trail">audit trail</Link>.
      </p>
    </section>
  );
};

export const LinePage = () => {
  const id = lineIdOf(usePathname()) ?? '';
  const { filters, question } = useFilters('all');
  const query = useQuery({ query: entryQuery, variables: { id, asOf: filters.asOf ?? null } });
  return (
    <Answer query={query} what="its story" height={500}>
      {({ auditEntry }) =>
        auditEntry ? (
          <Whole story={auditEntry} zone={question.zone} asOf={filters.asOf} />
        ) : (
          <NoSuchLine id={id} />
        )
      }
    </Answer>
  );
};
