import { z } from 'zod';
import { idsOf, ofType } from '../history.js';
import { whoIs } from '../people.js';
import { fail, nist, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({});

export const noShellWithoutTicket: Policy<z.infer<typeof parameters>> = {
  id: 'no-shell-without-ticket',
  version: 1,
  title: 'Nobody opens a shell in production without a ticket',
  about: 'ACCESS',
  controls: [
    { framework: 'SOC 2', reference: 'CC8.1' },
    { framework: 'ISO 27001', reference: 'A.8.32' },
    nist('CM-5'),
  ],
  parameters,
  check: ({ events, people, subject }) => {
    const opened = ofType(events, 'access.opened');
    const first = opened[0];
    if (!first) return undefined;
    // What automation does in its sessions is judged where it is started.
    if (first.actor && !first.initiator && whoIs(people, first.actor, first.at).isBot) return undefined;
    const ticket =
      opened.find((event) => event.ticket)?.ticket ??
      opened
        .flatMap(({ links }) => links ?? [])
        .find((link) => link.startsWith('item:'))
        ?.slice('item:'.length);
    const who = first.initiator ?? first.actor;
    const name = who ? whoIs(people, who, first.at).name : 'Somebody unknown';
    if (ticket) return pass(`${name} opened it for ${ticket}.`, idsOf(opened));
    if (subject.environment === '')
      return unknown(
        `${name} opened it without a ticket, and nobody told of which environment ${first.host ?? 'its host'} is.`,
        idsOf(opened),
      );
    return fail(
      `${name} opened a shell on ${first.host ?? 'a host'} in ${subject.environment} without a ticket.`,
      idsOf(opened),
    );
  },
};
