import { type ReactNode, useEffect, useRef, useState } from 'react';
import { count } from '../format/number.js';

interface Props {
  /** How many are shown when this page ends, and how many there are, where somebody counted. */
  shown: number;
  total?: number;
  /** Undefined on the last page. */
  endCursor: string | undefined;
  /** Renders what follows the cursor. */
  next: (cursor: string) => ReactNode;
}

/** The end of a page of a list: `Show more`, which turns into the next page. */
export const More = ({ shown, total, endCursor, next }: Props) => {
  const [open, setOpen] = useState(false);
  const following = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) following.current?.focus({ preventScroll: true });
  }, [open]);
  if (endCursor === undefined) return null;
  if (open) {
    return (
      <div ref={following} tabIndex={-1} className="following">
        {next(endCursor)}
      </div>
    );
  }
  return (
    <p className="more">
      <span>
        {total === undefined ? `${count(shown)} shown` : `${count(shown)} of ${count(total)} shown`}
      </span>
      <button type="button" onClick={() => setOpen(true)}>
        Show more
      </button>
    </p>
  );
};

/** The cursor to go on from, if there is more. */
export const cursorOf = (pageInfo: { hasNextPage: boolean; endCursor: string | null }): string | undefined =>
  pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
