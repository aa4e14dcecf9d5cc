import type { ReactNode } from 'react';
import { moment } from '../format/time.js';
import { enumWords } from '../format/words.js';
import { OutcomeLabel } from './act-row.js';
import type { AnsweredAct } from './queries.js';
import { SomeoneFully, SomeoneName } from './someone-name.js';
import { VerdictCounts } from './verdict.js';
import { kindNames } from './words.js';

const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="answer">
    <h3>{title}</h3>
    {children}
  </section>
);

const Who = ({ act, zone }: { act: AnsweredAct; zone: string }) => (
  <Card title="Who made it, and were they authorized?">
    <dl className="pairs">
      <dt>Began it</dt>
      <dd>
        <SomeoneFully who={act.initiator} />
      </dd>
      <dt>Did it</dt>
      <dd>
        <SomeoneFully who={act.actor} />
      </dd>
      <dt>Allowed it</dt>
      <dd>
        <SomeoneFully who={act.authorizer} />
      </dd>
      <dt>Approvals</dt>
      <dd>
        {act.approvals.length === 0 ? <span className="no-data">none was told</span> : null}
        {act.approvals.map((approval) => (
          <span key={approval.event} className="line">
            {enumWords(approval.decision)}
            {approval.by ? (
              <>
                {' '}
                by <SomeoneName who={approval.by} />
              </>
            ) : null}
            , {moment(approval.at, zone)}
          </span>
        ))}
      </dd>
    </dl>
  </Card>
);

const Where = ({ act, delivered }: { act: AnsweredAct; delivered?: ReactNode }) => (
  <Card title="Where was it applied?">{delivered ?? <Place act={act} />}</Card>
);

const Place = ({ act }: { act: AnsweredAct }) => (
  <dl className="pairs">
    <dt>Service</dt>
    <dd>{act.service ?? <span className="no-data">not told</span>}</dd>
    <dt>Environment</dt>
    <dd>{act.environment ?? <span className="no-data">not told</span>}</dd>
    <dt>Hosts</dt>
    <dd>{act.hosts.length > 0 ? act.hosts.join(', ') : <span className="no-data">not told</span>}</dd>
  </dl>
);

const whatPairs = (act: AnsweredAct): [string, string | null][] => [
  ['Repository', act.repo],
  ['Commit', act.commit],
  ['Version', act.version],
  ['Artifact', act.artifact],
  ['Digest', act.digest],
  ['Before', act.before],
  ['After', act.after],
  ['Ticket', act.tickets.join(', ') || null],
  ['Part of', act.parent],
];

const What = ({ act, zone }: { act: AnsweredAct; zone: string }) => (
  <Card title="What was changed?">
    <dl className="pairs">
      <dt>Kind</dt>
      <dd>
        {kindNames[act.kind]}
        {act.detail ? `, ${act.detail}` : ''}
      </dd>
      <dt>When</dt>
      <dd>
        {act.startedAt && act.startedAt !== act.at ? `${moment(act.startedAt, zone)} to ` : ''}
        {moment(act.at, zone)}
      </dd>
      {whatPairs(act)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
    </dl>
  </Card>
);

const Acceptable = ({ act, zone }: { act: AnsweredAct; zone: string }) => (
  <Card title="Is it acceptable?">
    <dl className="pairs">
      <dt>Verdicts</dt>
      <dd className="verdict-counts">
        {act.findings.length === 0 ? (
          <span className="no-data">not judged</span>
        ) : (
          <VerdictCounts findings={act.findings} />
        )}
      </dd>
      <dt>Outcome</dt>
      <dd>
        {act.outcome ? <OutcomeLabel outcome={act.outcome} /> : <span className="no-data">not told</span>}
      </dd>
      <dt>Verified</dt>
      <dd>
        {act.verifications.length === 0 ? <span className="no-data">nothing was told</span> : null}
        {act.verifications.map(({ event, suite, outcome, at }) => (
          <span key={event} className="line">
            {suite}: {enumWords(outcome)}, {moment(at, zone)}
          </span>
        ))}
      </dd>
    </dl>
  </Card>
);

interface Props {
  act: AnsweredAct;
  zone: string;
  /** Of a change where it arrived, in place of where the act itself took place. */
  delivered?: ReactNode;
}

/** The four questions of an auditor, answered about one line. */
export const Answers = ({ act, zone, delivered }: Props) => (
  <div className="answers">
    <Who act={act} zone={zone} />
    <Where act={act} delivered={delivered} />
    <What act={act} zone={zone} />
    <Acceptable act={act} zone={zone} />
  </div>
);
