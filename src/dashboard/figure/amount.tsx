import { duration, exactSeconds } from '../format/duration.js';
import { NoData } from './data-table.js';

/** A duration as a person would say it, exact in its title. */
export const Duration = ({ seconds }: { seconds: number | null }) =>
  seconds === null ? <NoData /> : <span title={exactSeconds(seconds)}>{duration(seconds)}</span>;

/** The same with the exact seconds in view: for tables. */
export const ExactDuration = ({ seconds }: { seconds: number | null }) =>
  seconds === null ? (
    <NoData />
  ) : (
    <>
      {duration(seconds)}{' '}
      <small>
        <data value={seconds}>{exactSeconds(seconds)}</data>
      </small>
    </>
  );
