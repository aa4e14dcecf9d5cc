import { z } from 'zod';
import type { EventOf } from '../../events/vocabulary.js';
import { counted, decimal } from '../format.js';
import type { Table } from '../model.js';
import { verdicts } from '../verdicts.js';
import type { Section } from './section.js';
import { personOf, toldEvents } from './told-events.js';

const CONTROL = 'no-shell-without-ticket';

/** Shells and other sessions that were opened in the period, by whom, where and with which ticket. */
export const accessSessions: Section<Record<string, never>> = {
  id: 'access-sessions',
  title: 'Access to machines',
  options: z.strictObject({}),
  controls: [CONTROL],
  showsVerdicts: true,
  read: async (context) => {
    const found = await verdicts(context, { policies: [CONTROL], environment: undefined });
    const judged = new Map(found.map((one) => [one.subject, one]));
    const told = await toldEvents(context, ['access.opened', 'access.closed']);
    const closed = new Map(
      told.filter(({ type }) => type === 'access.closed').map((one) => [one.access, one.at]),
    );
    const opened = told.filter((one): one is EventOf<'access.opened'> => one.type === 'access.opened');
    const without = opened.filter(({ ticket }) => ticket === undefined).length;
    const table: Table = {
      id: 'access-sessions',
      title: 'Every session that was opened in the period',
      columns: [
        'Opened at',
        'Closed at',
        'Who',
        'How sure',
        'Host',
        'Environment',
        'Account',
        'From',
        'Ticket',
        'Command',
        'Verdict',
        'Finding',
      ].map((title, i) => ({ title, kind: i < 2 ? 'time' : 'text' })),
      rows: opened.map((one) => [
        one.at,
        closed.get(one.access) ?? null,
        personOf(one),
        one.actor?.confidence ?? 'missing',
        one.host ?? null,
        one.environment ?? null,
        one.account ?? null,
        one.from ?? null,
        one.ticket ?? null,
        one.command ?? null,
        judged.get(one.access)?.verdict.toLowerCase() ?? null,
        judged.get(one.access)?.sentence ?? null,
      ]),
    };
    return {
      summary:
        opened.length > 0
          ? [
              `${counted(opened.length, 'session was', 'sessions were')} opened, ${decimal(without, 0)} without naming a ticket.`,
            ]
          : [],
      paragraphs: [
        ...(opened.length > 0 ? [] : ['No session is known in the period.']),
        'A session has no service of its own, so all of them are shown, whatever services the report is about. One whose end is missing ended after the period, or nobody told.',
      ],
      tables: [table],
    };
  },
};
