import type { Logger } from '@nestjs/common';
import { messageOf } from '../../support/errors.js';

/** Says a trouble once, not every few milliseconds while it lasts. */
export class Complaints {
  private last = '';

  constructor(private readonly logger: Logger) {}

  note(trouble: unknown): void {
    const message = messageOf(trouble) || 'The job store cannot be reached.';
    if (message !== this.last) this.logger.warn(message);
    this.last = message;
  }

  clear(): void {
    this.last = '';
  }
}
