import { type DynamicModule, Module } from '@nestjs/common';
import {
  CALENDARS,
  CLOCK,
  DUE_PULLS,
  INTERPRETER,
  LEDGER,
  POLICIES,
  POOL,
  PROJECTOR,
  READ_MODELS,
  REPORTS,
} from '../support/tokens.js';
import type { Runtime } from './runtime.js';
import type { ServerParts } from './server-parts.js';

/** Hands the parts of a server to every module by name. */
@Module({})
export class CoreModule {
  static with(runtime: Runtime, parts: ServerParts): DynamicModule {
    const providers = [
      { provide: CALENDARS, useValue: runtime.calendars },
      { provide: POOL, useValue: runtime.pool },
      { provide: CLOCK, useValue: runtime.clock },
      { provide: READ_MODELS, useValue: runtime.readModels },
      { provide: INTERPRETER, useValue: runtime.interpreter },
      { provide: PROJECTOR, useValue: runtime.projector },
      { provide: DUE_PULLS, useValue: parts.pulls },
      { provide: LEDGER, useValue: runtime.ledger },
      { provide: POLICIES, useValue: parts.policies },
      { provide: REPORTS, useValue: parts.reports },
    ];
    return { module: CoreModule, global: true, providers, exports: providers };
  }
}
