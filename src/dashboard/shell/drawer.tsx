import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
}

/** A modal sheet at the side. The browser keeps the focus inside, closes it with Escape and gives the focus back. */
export const Drawer = ({ title, close, children }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  // Before the sheet leaves the document, so that the focus finds its way back.
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  // Closed at once: the browser's own event would come late, and could close a sheet that was just opened again.
  const cancelled = (event: SyntheticEvent) => {
    event.preventDefault();
    close();
  };
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby={headingId} onClose={close} onCancel={cancelled}>
      <div className="drawer-head">
        <h2 id={headingId}>{title}</h2>
        <button type="button" className="quiet" onClick={close}>
          Close
        </button>
      </div>
      <div className="drawer-body">{children}</div>
    </dialog>
  );
};
