import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger } from '@nestjs/common';
import type { PolicyEvaluator } from '../../policies/evaluator.js';
import { POLICIES } from '../../support/tokens.js';
import { JUDGE } from '../jobs.js';
import { Complaints } from './complaints.js';

/** Judges what changed since the last tick by the policies that are on. */
@Processor(JUDGE, { concurrency: 1 })
export class JudgeProcessor extends WorkerHost {
  private readonly complaints = new Complaints(new Logger('judge'));

  constructor(@Inject(POLICIES) private readonly policies: PolicyEvaluator) {
    super();
  }

  async process(): Promise<void> {
    await this.policies.evaluatePending();
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
