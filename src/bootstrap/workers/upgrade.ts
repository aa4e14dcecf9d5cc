import { Inject, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { upgradeReadModels } from '../../projections/upgrade.js';
import { messageOf } from '../../support/errors.js';
import { POOL } from '../../support/tokens.js';

/** After an upgrade: makes the read models again, while the old ones answer. */
export class Upgrade implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('upgrade');
  private running: Promise<void> | undefined;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  onApplicationBootstrap(): void {
    this.running = this.upgrade();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async upgrade(): Promise<void> {
    try {
      const upgraded = await upgradeReadModels(this.pool);
      if (upgraded) this.logger.log('The read models were made again for this version.');
    } catch (trouble) {
      this.logger.error(`The read models are still of an older version: ${messageOf(trouble)}`);
    }
  }
}
