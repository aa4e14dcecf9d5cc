import { type ReactNode, useEffect, useId, useRef } from 'react';

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
}

/** A modal sheet at the side. The browser keeps the focus inside, closes it with Escape and gives the focus back. */
export const Drawer = ({ title, close, children }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby={headingId} onClose={close}>
      <div className="drawer-head">
        <h2 id={headingId}>{title}</h2>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <div className="drawer-body">{children}</div>
    </dialog>
  );
};
