import { Catch, type ExceptionFilter } from '@nestjs/common';

/**
 * Hands whatever a query threw on to `formatErrors`, which logs what nobody expected, once. Nest by itself would log
 * each refused question as a failure of the service, stack and all.
 */
@Catch()
export class PassOn implements ExceptionFilter {
  catch(thrown: unknown): unknown {
    return thrown;
  }
}
