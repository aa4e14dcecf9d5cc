import { z } from 'zod';
import type { EventOf } from '../vocabulary.js';

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'success'],
  ['pass', 'success'],
  ['passed', 'success'],
  ['failure', 'failure'],
  ['fail', 'failure'],
  ['failed', 'failure'],
  ['cancel', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['error', 'error'],
]);

/** How something ended, in the words of any version of CDEvents (`pass` and `fail` until 0.3); undefined if not said. */
export const saidOutcome = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (!text) return undefined;
    const outcome = OUTCOMES.get(text.toLowerCase());
    if (outcome) return outcome;
    const message = `"${text.slice(0, 100)}" is not an outcome of CDEvents (success, failure, cancel, error)`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });
