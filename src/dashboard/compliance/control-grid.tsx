import { Link } from 'wouter';
import { usePathname, useSearch } from 'wouter/use-browser-location';
import type { Verdict } from '../api/graphql.js';
import { VerdictCount, verdictName, verdictOrder } from '../trail/verdict.js';
import { withChoice } from './choice.js';
import type { Cell, Control, ControlsView } from './queries.js';

/** More columns are no longer read; the filter chooses which. */
const mostServices = 12;

const fields: Record<Verdict, 'pass' | 'fail' | 'exception' | 'unknown'> = {
  PASS: 'pass',
  FAIL: 'fail',
  EXCEPTION: 'exception',
  UNKNOWN: 'unknown',
};

const serviceName = (service: string): string => service || 'No service';

/** Those with the most failures first. */
const servicesOf = (cells: readonly Cell[]): string[] => {
  const sums = new Map<string, number>();
  for (const { service, fail, unknown } of cells)
    sums.set(service, (sums.get(service) ?? 0) + fail * 1_000_000 + unknown);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([service]) => service);
};

const total = (cells: readonly Cell[]): Omit<Cell, 'policy' | 'service'> => {
  const sum = { pass: 0, fail: 0, exception: 0, unknown: 0 };
  for (const cell of cells) for (const field of Object.values(fields)) sum[field] += cell[field];
  return sum;
};

interface CellProps {
  cell: Omit<Cell, 'policy' | 'service'> | undefined;
  control: Control;
  /** Undefined: all of them. */
  service?: string;
}

const CountCell = ({ cell, control, service }: CellProps) => {
  const path = usePathname();
  const search = useSearch();
  if (!cell) return <td className="none">–</td>;
  return (
    <td>
      <ul className="verdict-cell">
        {verdictOrder
          .filter((verdict) => cell[fields[verdict]] > 0)
          .map((verdict) => (
            <li key={verdict}>
              <Link
                href={`${path}${withChoice(search, { policy: control.policy, verdict }, service)}#findings`}
                aria-label={`${cell[fields[verdict]]} ${verdictName(verdict)}: ${control.title}${service === undefined ? '' : `, ${serviceName(service)}`}`}
              >
                <VerdictCount verdict={verdict} n={cell[fields[verdict]]} />
              </Link>
            </li>
          ))}
      </ul>
    </td>
  );
};

const ControlRow = ({
  control,
  cells,
  services,
}: {
  control: Control;
  cells: readonly Cell[];
  services: readonly string[];
}) => (
  <tr>
    <th scope="row">
      {control.title}
      <small>
        {control.controls.map((one) => `${one.framework} ${one.reference}`).join(', ')}
        {control.on ? '' : ' (off now)'}
      </small>
    </th>
    <CountCell cell={cells.length > 0 ? total(cells) : undefined} control={control} />
    {services.map((service) => (
      <CountCell
        key={service}
        cell={cells.find((cell) => cell.service === service)}
        control={control}
        service={service === '' ? undefined : service}
      />
    ))}
  </tr>
);

/** A rule of the users' own that is off now keeps its verdicts. */
const controlsOf = ({ controls, cells }: ControlsView): Control[] => {
  const known = new Set(controls.map(({ policy }) => policy));
  const others = [...new Set(cells.map(({ policy }) => policy))].filter((policy) => !known.has(policy));
  const past = others.map(
    (policy): Control => ({
      policy,
      title: policy,
      version: '',
      on: false,
      about: 'CHANGE',
      controls: [],
    }),
  );
  return [...controls, ...past];
};

/** Every control by every service, with counts in words and marks; each count leads to its findings. */
export const ControlGrid = ({ view }: { view: ControlsView }) => {
  const all = servicesOf(view.cells);
  const services = all.slice(0, mostServices);
  return (
    <section className="part wide-part" aria-labelledby="grid-title">
      <h2 id="grid-title">Controls by service</h2>
      <p className="meaning">
        Of each change and control the verdict that holds. Choose a count to see its findings.
        {all.length > services.length
          ? ` Shown are the ${services.length} of ${all.length} services with the most failures; choose others above.`
          : ''}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll grid-scroll" aria-labelledby="grid-title" tabIndex={0}>
        <table className="control-grid">
          <thead>
            <tr>
              <th scope="col">Control</th>
              <th scope="col">All</th>
              {services.map((service) => (
                <th key={service} scope="col">
                  {serviceName(service)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {controlsOf(view).map((control) => (
              <ControlRow
                key={control.policy}
                control={control}
                cells={view.cells.filter(({ policy }) => policy === control.policy)}
                services={services}
              />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};
