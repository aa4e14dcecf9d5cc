import { z } from 'zod';
import { itemEvents } from '../change-type.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, pci, unknown } from '../policy.js';
import { type Named, ticketsOf } from '../tickets.js';

const parameters = z.strictObject({
  /** Only tickets of these projects count, by the part before the number: `SHOP`. */
  projects: z.array(z.string().min(1)).default([]),
  /** The system of tickets must have told of it too, so that an invented key does not do. */
  known: z.boolean().default(false),
});
type Parameters = z.infer<typeof parameters>;

export const ticketLinked: Policy<Parameters> = {
  id: 'ticket-linked',
  version: 1,
  title: 'A ticket says why the change was made',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('REASON'), nist('CM-3')],
  parameters,
  check: (history, { projects, known }) => {
    const named = ticketsOf(history);
    const wanted = named.filter(({ item }) => isOf(projects, item));
    if (wanted.length === 0) {
      const others = named.length > 0 ? `: ${listOf(named)} is of another project` : '';
      return fail(
        `No ticket is linked to the change${others}.`,
        named.map(({ event }) => event),
      );
    }
    if (!known)
      return pass(
        `It is linked to ${listOf(wanted)}.`,
        wanted.map(({ event }) => event),
      );
    const told = itemEvents(history.events).filter(({ item }) => wanted.some((one) => one.item === item));
    if (told.length > 0)
      return pass(`It is linked to ${listOf(wanted)}, which is known.`, [
        ...wanted.map(({ event }) => event),
        told[0]!.id,
      ]);
    return unknown(
      `It names ${listOf(wanted)}, of which no system of tickets told anything.`,
      wanted.map(({ event }) => event),
    );
  },
};

const isOf = (projects: readonly string[], item: string): boolean =>
  projects.length === 0 || projects.some((project) => item.startsWith(`${project}-`));

const listOf = (named: readonly Named[]): string => [...new Set(named.map(({ item }) => item))].join(', ');
