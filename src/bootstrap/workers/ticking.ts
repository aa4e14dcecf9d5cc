import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { Complaints } from './complaints.js';

/** Work that each tick of a queue sets off. What keeps failing is said once, until it succeeds. */
export abstract class Ticking extends WorkerHost {
  protected readonly logger: Logger;
  protected readonly complaints: Complaints;

  constructor(name: string) {
    super();
    this.logger = new Logger(name);
    this.complaints = new Complaints(this.logger);
  }

  protected abstract work(): Promise<void>;

  async process(): Promise<void> {
    await this.work();
    this.complaints.clear();
  }

  @OnWorkerEvent('error')
  onError(trouble: Error): void {
    this.complaints.note(trouble);
  }

  @OnWorkerEvent('failed')
  onFailed(_job: unknown, trouble: Error): void {
    this.complaints.note(trouble);
  }
}
