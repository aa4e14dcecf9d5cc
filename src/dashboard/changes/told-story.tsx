import type { ComponentProps } from 'react';
import { Timeline } from './timeline.js';

interface Props extends ComponentProps<typeof Timeline> {
  /** Keys that too many events share to follow them. */
  leftOut: readonly string[];
}

/** The events of a story, and what else may belong to it. */
export const ToldStory = ({ leftOut, ...events }: Props) => (
  <>
    <Timeline {...events} />
    {leftOut.length > 0 ? (
      <p className="meaning">
        Too many events share {leftOut.join(', ')}: what else belongs to it is not shown here.
      </p>
    ) : null}
  </>
);
