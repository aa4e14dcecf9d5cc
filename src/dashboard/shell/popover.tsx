import { type ReactNode, type ToggleEvent, useId, useState } from 'react';

interface Props {
  /** What the button says. */
  label: ReactNode;
  /** The heading inside. */
  title: string;
  className?: string;
  children: ReactNode;
}

/**
 * A button and what it opens. The browser's own popover closes with Escape or a click elsewhere and gives the focus back.
 */
export const Popover = ({ label, title, className, children }: Props) => {
  const id = useId();
  const headingId = useId();
  const [open, setOpen] = useState(false);
  const toggled = (event: ToggleEvent<HTMLDivElement>) => setOpen(event.newState === 'open');
  return (
    <>
      <button
        type="button"
        className={className}
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
      >
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={headingId}
        className="popover"
        onToggle={toggled}
      >
        <div className="popover-head">
          <h3 id={headingId}>{title}</h3>
          <button type="button" className="quiet" popoverTarget={id} popoverTargetAction="hide">
            Close
          </button>
        </div>
        {open ? children : null}
      </div>
    </>
  );
};
