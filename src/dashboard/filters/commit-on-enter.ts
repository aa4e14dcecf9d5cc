import type { KeyboardEvent } from 'react';

/** Fields that are taken over when they are left: Enter leaves them too. */
export const commitOnEnter = (event: KeyboardEvent<HTMLInputElement>): void => {
  if (event.key !== 'Enter') return;
  event.currentTarget.blur();
  event.currentTarget.focus();
};
