import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { errorSentence } from '../api/client.js';
import { DataTable } from '../figure/data-table.js';
import { useFilters } from '../filters/use-filters.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { useScope } from '../shell/scope.js';
import { useViewer } from '../trail/use-viewer.js';
import { GrantForm } from './grant-form.js';
import { exceptionsQuery, type GrantedException, revokeMutation } from './queries.js';

const listed = (names: readonly string[] | null, all: string): string => names?.join(', ') ?? all;

const Ends = ({
  until,
  expired,
  zone,
  now,
}: Pick<GrantedException, 'until' | 'expired'> & { zone: string; now: Date }) => {
  const days = Math.ceil((Date.parse(until) - now.getTime()) / 86_400_000);
  return (
    <>
      {moment(until, zone)}
      <small>{expired ? 'ran out' : `in ${counted(days, 'day')}`}</small>
    </>
  );
};

/** Asks once more before it takes something back. */
const Revoke = ({ exception, done }: { exception: GrantedException; done: () => void }) => {
  const [sure, setSure] = useState(false);
  const [{ error, fetching }, revoke] = useMutation(revokeMutation);
  const take = async () => {
    const { error: failed } = await revoke({ id: exception.id });
    if (!failed) done();
  };
  return (
    <>
      <button
        type="button"
        className="quiet"
        disabled={fetching}
        aria-label={`${sure ? 'Really take' : 'Take'} back the exception for ${exception.policy}`}
        onClick={sure ? take : () => setSure(true)}
      >
        {sure ? 'Really take back?' : 'Take back'}
      </button>
      {error ? <span className="failure-note">{errorSentence(error)}</span> : null}
    </>
  );
};

const Nothing = () => (
  <p className="total" role="status">
    No exception is granted: whatever fails a control counts as failed.
  </p>
);

interface TableProps {
  exceptions: readonly GrantedException[];
  isAdmin: boolean;
  reload: () => void;
}

const Exceptions = ({ exceptions, isAdmin, reload }: TableProps) => {
  const { zone } = useFilters('all').question;
  const { now } = useScope();
  const revoke = {
    name: 'Take back',
    cell: (one: GrantedException) => <Revoke exception={one} done={reload} />,
  };
  return (
    <section className="part wide-part">
      <DataTable
        caption="The first to run out first. What failed before an exception was granted, and is covered by it, counts as an exception from then on."
        columns={[
          { name: 'Control', cell: ({ policy }) => <code>{policy}</code> },
          { name: 'Why', cell: ({ why }) => why },
          { name: 'Granted by', cell: ({ by }) => by },
          { name: 'Until', cell: (one) => <Ends {...one} zone={zone} now={now} /> },
          { name: 'Services', cell: ({ services }) => listed(services, 'all') },
          { name: 'Environments', cell: ({ environments }) => listed(environments, 'all') },
          { name: 'Changes', cell: ({ changes }) => listed(changes, 'all') },
          ...(isAdmin ? [revoke] : []),
        ]}
        rows={exceptions}
        rowKey={({ id }) => id}
      />
    </section>
  );
};

export const ExceptionsView = () => {
  const query = useQuery({ query: exceptionsQuery });
  const isAdmin = useViewer()?.role === 'admin';
  const reload = () => query[1]({ requestPolicy: 'network-only' });
  return (
    <>
      <header className="lead">
        <h1>Exceptions</h1>
        <p className="subject">
          Deviations that somebody with the right to allowed: by whom, until when, and why.
        </p>
      </header>
      <Answer query={query} what="the exceptions" height={200} keep>
        {({ exceptions, controls }) => (
          <>
            {exceptions.length === 0 ? (
              <Nothing />
            ) : (
              <Exceptions exceptions={exceptions} isAdmin={isAdmin} reload={reload} />
            )}
            {isAdmin ? <GrantForm controls={controls.controls} done={reload} /> : null}
          </>
        )}
      </Answer>
    </>
  );
};
