import { duration } from '../format/duration.js';
import { percent } from '../format/number.js';
import type { Belief, BoardStep } from './board.js';
import { parseDuration, parsePercent } from './parse-duration.js';
import { TypedField } from './typed-field.js';
import type { LiveBoard } from './use-board.js';

const rows: { belief: Belief; name: string; hint: string; example: string }[] = [
  { belief: 'process', name: 'Process time', hint: 'Write a time: 45 min, 2 h, 3 days.', example: '2 h' },
  { belief: 'lead', name: 'Lead time', hint: 'Write a time: 45 min, 2 h, 3 days.', example: '3 days' },
  { belief: 'completeAccurate', name: '%C&A', hint: 'Write a percentage: 80.', example: '80 %' },
];

const shownAs = (belief: Belief, value: number): string =>
  belief === 'completeAccurate' ? percent(value) : duration(value);

const measuredOf = ({ measured }: BoardStep, belief: Belief): string => {
  if (!measured) return '';
  const value = measured[belief];
  return value === null || value === undefined ? 'no data' : shownAs(belief, value);
};

/** How far what is believed lies from what was measured, in words. */
const gap = ({ measured, believed }: BoardStep, belief: Belief): string | undefined => {
  const real = measured?.[belief];
  const told = believed[belief]?.value;
  if (real === null || real === undefined || told === undefined || real === told) return undefined;
  if (belief === 'completeAccurate') return `${told > real ? 'Better' : 'Worse'} than measured`;
  if (real === 0 || told === 0) return `${told > real ? 'More' : 'Less'} than measured`;
  const times = Math.max(real / told, told / real);
  if (times < 1.1) return 'About as measured';
  return `Measured ${times.toFixed(times < 10 ? 1 : 0)} times ${real > told ? 'longer' : 'shorter'}`;
};

/** What the room believes beside what was measured. */
export const StepFigures = ({ step, live }: { step: BoardStep; live: LiveBoard }) => (
  <table className="step-figures">
    <caption className="unseen">{step.name}: measured and believed</caption>
    <thead>
      <tr>
        <td />
        <th scope="col">Measured</th>
        <th scope="col">Believed</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ belief, name, hint, example }) => (
        <tr key={belief}>
          <th scope="row">{name}</th>
          <td className="measured">{measuredOf(step, belief)}</td>
          <td>
            <TypedField
              label={`Believed ${name}`}
              of={step.name}
              shown={step.believed[belief] ? shownAs(belief, step.believed[belief].value) : ''}
              placeholder={example}
              hint={hint}
              parse={belief === 'completeAccurate' ? parsePercent : parseDuration}
              set={(value) => live.edit(`step:${step.id}:believed:${belief}`, value)}
            />
            {gap(step, belief) ? <small className="gap">{gap(step, belief)}</small> : null}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
