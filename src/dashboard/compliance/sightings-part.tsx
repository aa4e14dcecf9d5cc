import { useState } from 'react';
import { useQuery } from 'urql';
import type { AuditFilter } from '../api/graphql.js';
import { DataTable } from '../figure/data-table.js';
import { count, counted } from '../format/number.js';
import { Answer } from '../shell/answer.js';
import { StandingLink } from '../shell/standing-link.js';
import { linePath } from '../trail/words.js';
import { type Sightings, sightingsQuery } from './queries.js';

const Found = ({ sightings: { count: all, groups } }: { sightings: Sightings }) => {
  const alone = groups
    .filter(({ sources }) => sources.length < 2)
    .reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <p className="total" role="status">
        {all === 0
          ? 'There is no deployment in it.'
          : alone === 0
            ? `Each of ${counted(all, 'deployment')} was seen by at least two sources.`
            : `${count(alone)} of ${counted(all, 'deployment')} ${alone === 1 ? 'was' : 'were'} seen by one source alone.`}
      </p>
      {all === 0 ? null : (
        <DataTable
          caption="Deployments by the sources that saw them; those that the fewest saw first"
          columns={[
            { name: 'Seen by', cell: ({ sources }) => sources.join(', ') },
            { name: 'Deployments', figure: true, cell: (group) => count(group.count) },
            {
              name: 'For example',
              cell: ({ examples }) =>
                examples.slice(0, 3).map((id) => (
                  <span key={id} className="line">
                    <StandingLink href={linePath(id)}>{id}</StandingLink>
                  </span>
                )),
            },
          ]}
          rows={groups}
          rowKey={({ sources }) => sources.join(' ')}
        />
      )}
    </>
  );
};

const Asked = ({ filter }: { filter: AuditFilter }) => {
  const query = useQuery({ query: sightingsQuery, variables: { filter } });
  return (
    <Answer query={query} what="what sources saw" height={100}>
      {({ sightings }) => <Found sightings={sightings} />}
    </Answer>
  );
};

/** The deployments of a population against independent sources, when somebody asks: it reads all of them. */
export const SightingsPart = ({ filter }: { filter: AuditFilter }) => {
  const [asked, setAsked] = useState(false);
  return (
    <section className="part" aria-labelledby="seen-title">
      <h2 id="seen-title">What one source saw and others did not</h2>
      <p className="meaning">
        Of each deployment the sources that told of it, of the runs, approvals and tickets that it is linked
        with, and the hosts that reported the service anew within a day.
      </p>
      {asked ? (
        <Asked filter={filter} />
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          Compare the sources
        </button>
      )}
    </section>
  );
};
