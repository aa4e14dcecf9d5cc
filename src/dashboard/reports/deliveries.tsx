import { useQuery } from 'urql';
import { DataTable } from '../figure/data-table.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { deliveriesQuery } from './queries.js';

/** To whom it was brought, for auditors and administrators. */
export const Deliveries = ({ id, zone }: { id: string; zone: string }) => {
  const query = useQuery({ query: deliveriesQuery, variables: { id } });
  return (
    <section className="part" aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">Delivered to</h2>
      <Answer query={query} what="the deliveries" height={60}>
        {({ report }) =>
          !report || report.deliveries.length === 0 ? (
            <p className="muted">Nobody: the definition names no recipient, or it was run by hand.</p>
          ) : (
            <DataTable
              caption="Each recipient is tried on its own"
              columns={[
                { name: 'Recipient', cell: ({ recipient }) => recipient },
                { name: 'State', cell: ({ state }) => state },
                { name: 'Attempts', figure: true, cell: ({ attempts }) => attempts },
                { name: 'Sent', cell: ({ sentAt }) => (sentAt ? moment(sentAt, zone) : '') },
                { name: 'Why not', cell: ({ error }) => error ?? '' },
              ]}
              rows={report.deliveries}
              rowKey={({ recipient }) => recipient}
            />
          )
        }
      </Answer>
    </section>
  );
};
