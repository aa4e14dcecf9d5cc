import { eventAnchor } from '../changes/timeline.js';
import { moment } from '../format/time.js';
import type { GivenVerdict } from './queries.js';
import { VerdictLabel, verdictOrder } from './verdict.js';

const sorted = (findings: readonly GivenVerdict[]): GivenVerdict[] =>
  [...findings].sort(
    (a, b) =>
      verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) || (a.policy < b.policy ? -1 : 1),
  );

/** Opens the event that a verdict stands on, and puts the focus there. */
const openEvent = (id: string): void => {
  const item = document.getElementById(eventAnchor(id));
  item?.querySelector('details')?.setAttribute('open', '');
  item?.focus();
};

export const Granted = ({ exception, zone }: Pick<GivenVerdict, 'exception'> & { zone: string }) =>
  exception ? (
    <p className="row-detail">
      Allowed by {exception.by} until {moment(exception.until, zone)}: {exception.why}
    </p>
  ) : null;

const Evidence = ({ ids, told }: { ids: readonly string[]; told: ReadonlySet<string> }) => {
  if (ids.length === 0) return <>no event</>;
  return ids.map((id, i) => (
    <span key={id}>
      {i > 0 ? ', ' : ''}
      {told.has(id) ? (
        <a href={`#${eventAnchor(id)}`} onClick={() => openEvent(id)}>
          <code>{id}</code>
        </a>
      ) : (
        <code>{id}</code>
      )}
    </span>
  ));
};

const servedBy = ({ controls }: GivenVerdict): string =>
  controls.length > 0 ? `For ${controls.map((one) => `${one.framework} ${one.reference}`).join(', ')}. ` : '';

interface Props {
  findings: readonly GivenVerdict[];
  zone: string;
  /** Ids of the events that the page shows. */
  told: ReadonlySet<string>;
}

/** Every verdict with its reason, the version of its rule and the events that it stands on; the worst first. */
export const FindingsTable = ({ findings, zone, told }: Props) => {
  if (findings.length === 0)
    return (
      <p className="muted">
        No control has judged it: it reached no judged environment, or none is about it.
      </p>
    );
  return (
    <ul className="rows findings">
      {sorted(findings).map((finding) => (
        <li key={JSON.stringify([finding.policy, finding.subject, finding.service, finding.environment])}>
          <div className="row-main">
            <VerdictLabel verdict={finding.verdict} />
            <strong>{finding.policyTitle ?? finding.policy}</strong>
          </div>
          <p className="row-detail sentence">{finding.sentence}</p>
          <Granted exception={finding.exception} zone={zone} />
          <p className="row-detail">
            <code>{finding.policy}</code> version {finding.version}
            {finding.service ? `, ${finding.service}` : ''}
            {finding.environment ? ` in ${finding.environment}` : ''}, judged{' '}
            {moment(finding.recordedAt, zone)}. {servedBy(finding)}Evidence:{' '}
            <Evidence ids={finding.evidence} told={told} />
          </p>
        </li>
      ))}
    </ul>
  );
};
