import { groupBy } from '../../support/group-by.js';
import type { PropertyChange, Report, ResourceStatus } from './payload.js';

/** A resource of which at least one property was changed, could not be changed, or would have been changed. */
export interface Touched {
  /** As Puppet writes it: `Package[nginx]`. */
  readonly reference: string;
  /** `package`. */
  readonly kind: string;
  readonly title: string;
  readonly at: string | undefined;
  readonly changes: readonly PropertyChange[];
  readonly state: 'changed' | 'failed' | 'pending';
  readonly corrective: boolean;
  readonly place: string | undefined;
}

const REFERENCE = /^([^[]+)\[(.*)\]$/s;

const stateOf = (changes: readonly PropertyChange[]): Touched['state'] | undefined => {
  const has = (status: string) => changes.some((change) => change.status === status);
  if (has('failure')) return 'failed';
  if (has('success')) return 'changed';
  return has('noop') ? 'pending' : undefined;
};

const placeOf = ({
  file,
  line,
}: {
  file?: string | undefined;
  line?: string | undefined;
}): string | undefined => file && (line ? `${file}:${line}` : file);

const touchedBy = (one: ResourceStatus): Touched[] => {
  const [, type, title] = REFERENCE.exec(one.resource ?? '') ?? [];
  const kind = one.resource_type ?? type;
  const name = one.resource_title ?? one.title ?? title;
  const state = one.failed && one.events.length === 0 ? 'failed' : stateOf(one.events);
  if (!kind || !name || !state) return [];
  return [
    {
      reference: `${kind}[${name}]`,
      kind: kind.toLowerCase(),
      title: name,
      at: timeOf(one.events) ?? one.time ?? one.timestamp,
      changes: one.events,
      state,
      corrective: one.corrective_change ?? one.events.some((change) => change.corrective_change === true),
      place: placeOf(one),
    },
  ];
};

const timeOf = (changes: readonly PropertyChange[]): string | undefined =>
  changes
    .map(({ time, timestamp }) => time ?? timestamp)
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);

/** What a run touched, whichever shape its report has. */
export const touchedIn = (report: Report): Touched[] => {
  const lone = groupBy(report.resource_events, (one) => `${one.resource_type}[${one.resource_title}]`);
  const grouped = [...lone.values()].map((events): ResourceStatus => {
    const first = events[0]!;
    return {
      resource: undefined,
      resource_type: first.resource_type,
      resource_title: first.resource_title,
      title: undefined,
      file: first.file,
      line: first.line,
      time: undefined,
      timestamp: undefined,
      changed: undefined,
      failed: undefined,
      corrective_change: undefined,
      events,
    };
  });
  return [...report.resource_statuses, ...report.resources, ...grouped].flatMap(touchedBy);
};
