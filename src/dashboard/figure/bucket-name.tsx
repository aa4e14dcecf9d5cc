import { isSignal, type Limits } from '../charts/trend.js';
import type { Question } from '../filters/resolve.js';
import { bucketName } from '../format/time.js';

interface Props {
  from: string;
  limits: Limits | null;
  question: Question;
}

/** A bucket in a table, marked like in its chart when it lies outside the usual range. */
export const BucketName = ({ from, limits, question }: Props) => (
  <>
    {bucketName(from, question.bucket, question.zone)}
    {isSignal(limits, from) ? (
      <span className="signal-mark" title="Outside the usual range">
        <span aria-hidden="true"> ▲</span>
        <span className="unseen"> (outside the usual range)</span>
      </span>
    ) : null}
  </>
);
