import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { PolicyEvaluator } from '../../policies/evaluator.js';
import { POLICIES } from '../../support/tokens.js';
import { JUDGE, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** Judges what changed since the last tick by the policies that are on. */
@Processor(JUDGE, WORKER)
export class JudgeProcessor extends Ticking {
  constructor(@Inject(POLICIES) private readonly policies: PolicyEvaluator) {
    super('judge');
  }

  protected async work(): Promise<void> {
    await this.policies.evaluatePending();
  }
}
