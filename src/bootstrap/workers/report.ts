import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { refusalText } from '../../reports/read-definition.js';
import type { ReportWorker } from '../../reports/runs/report-worker.js';
import type { ReportService } from '../../reports/service.js';
import { REPORTS } from '../../support/tokens.js';
import { REPORT, scheduleReports, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** Makes the reports that are due. Each definition has a scheduler of its own; a tick makes good what a crash lost. */
@Processor(REPORT, WORKER)
export class ReportProcessor extends Ticking implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ending = new AbortController();
  private readonly maker: ReportWorker;

  constructor(
    @Inject(REPORTS) private readonly service: ReportService,
    @InjectQueue(REPORT) private readonly queue: Queue,
  ) {
    super('report');
    this.maker = service.worker((sentence) => this.logger.warn(sentence));
  }

  async onApplicationBootstrap(): Promise<void> {
    const { all, refused } = await this.service.reports.definitions();
    for (const refusal of refused) this.logger.error(`A report is refused: ${refusalText(refusal)}`);
    const scheduled = all.flatMap(({ name, cron, zone }) =>
      cron === undefined ? [] : [{ name, cron, zone }],
    );
    await scheduleReports(this.queue, scheduled);
  }

  protected async work(): Promise<void> {
    await this.maker.work(this.ending.signal);
  }

  onApplicationShutdown(): void {
    this.ending.abort();
  }
}
