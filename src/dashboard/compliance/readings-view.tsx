import { useQuery } from 'urql';
import { DataTable } from '../figure/data-table.js';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { cursorOf, More } from '../shell/more.js';
import { readingsQuery } from './queries.js';

const what: Record<string, string> = {
  auditTrail: 'Searched the trail',
  auditEntry: 'Opened a line',
  environmentAt: 'Asked what ran where',
  events: 'Opened evidence',
  population: 'Froze a population',
  sample: 'Drew a sample',
  sightings: 'Compared the sources',
  pack: 'Took an evidence pack',
  'export.csv': 'Exported as CSV',
  'export.ndjson': 'Exported as NDJSON',
};

const Page = ({ zone, after, shownBefore }: { zone: string; after?: string; shownBefore: number }) => {
  const query = useQuery({
    query: readingsQuery,
    variables: { after: after ?? null },
    requestPolicy: after ? 'cache-first' : 'cache-and-network',
  });
  return (
    <Answer query={query} what="who read the trail" height={300}>
      {({ auditReadings: { nodes, totalCount, pageInfo } }) => {
        const shown = shownBefore + nodes.length;
        return (
          <>
            <DataTable
              caption={after ? 'Earlier' : `${counted(totalCount, 'reading')}, the latest first (${zone})`}
              columns={[
                { name: 'When', cell: ({ at }) => moment(at, zone) },
                { name: 'Who', cell: ({ reader }) => reader },
                { name: 'As', cell: ({ role }) => role },
                { name: 'Did', cell: (one) => what[one.what] ?? one.what },
                { name: 'Question', cell: ({ question }) => <code>{question}</code> },
              ]}
              rows={nodes}
              rowKey={({ id }) => id}
            />
            <More
              shown={shown}
              total={totalCount}
              endCursor={cursorOf(pageInfo)}
              next={(cursor) => <Page zone={zone} after={cursor} shownBefore={shown} />}
            />
          </>
        );
      }}
    </Answer>
  );
};

export const ReadingsView = () => {
  const { zone } = useFilters('all').question;
  return (
    <>
      <header className="lead">
        <h1>Who read the trail</h1>
        <p className="subject">
          Every search, export, population, sample and evidence pack, also by the command line. Nothing in the
          service changes or deletes this list. Auditors and administrators see it.
        </p>
      </header>
      <section className="part wide-part">
        <Page zone={zone} shownBefore={0} />
      </section>
    </>
  );
};
