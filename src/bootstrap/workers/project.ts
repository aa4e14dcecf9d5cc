import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import { Projector } from '../../projections/projector.js';
import { PROJECTOR } from '../../support/tokens.js';
import { PROJECT, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** Folds what new events touched. */
@Processor(PROJECT, WORKER)
export class ProjectProcessor extends Ticking {
  constructor(@Inject(PROJECTOR) private readonly projector: Projector) {
    super('project');
  }

  protected async work(): Promise<void> {
    await this.projector.projectUnlessAnotherDoes();
  }
}
