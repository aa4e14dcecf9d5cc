import { z } from 'zod';
import { readWhole } from '../../metrics/read-whole.js';
import { scrapRate } from '../../metrics/scrap-rate.js';
import { sql } from '../../support/sql.js';
import { counted, decimal } from '../format.js';
import type { Table } from '../model.js';
import type { Section } from './section.js';

interface ChangeRow {
  readonly at: Date;
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly author: string | null;
  readonly delivered_at: Date | null;
  readonly scrapped_by: string[] | null;
}

const COLUMNS: Table['columns'] = [
  { title: 'At', kind: 'time' },
  { title: 'Service', kind: 'text' },
  { title: 'Repository', kind: 'text' },
  { title: 'Change', kind: 'text' },
  { title: 'Kind', kind: 'text' },
  { title: 'Title', kind: 'text' },
  { title: 'Author', kind: 'text' },
  { title: 'Delivered at', kind: 'time' },
  { title: 'Scrapped by', kind: 'text' },
];

/** Every change of the period: the very rows behind the scrap rate. */
export const changes: Section<Record<string, never>> = {
  id: 'changes',
  title: 'Changes',
  options: z.strictObject({}),
  read: async ({ door, pool, schema, filter, period }) => {
    const answer = await door.ask(scrapRate, filter(period));
    const { scope } = answer.question;
    const found = await readWhole(pool, schema, async (db) => {
      const { rows } = await db.query<ChangeRow>(sql`
        with counted as (${scrapRate.sql(scope)}),
        hits as (select h.service, h.repo, h.id, array_agg(distinct h.rule order by h.rule) as rules
          from (${scrapRate.hits(scope)}) h group by 1, 2, 3)
        select p.at, p.service, p.repo, p.id, p.kind, c.title, coalesce(c.author_name, c.author_id) as author,
          coalesce(dc.delivered_at, dx.delivered_at) as delivered_at, h.rules as scrapped_by
        from counted p
        join service_change c on c.service = p.service and c.repo = p.repo and c.id = p.id
        left join hits h on h.service = p.service and h.repo = p.repo and h.id = p.id
        left join delivered_commit dc on p.kind = 'COMMIT' and dc.service = p.service
          and dc.environment = ${scope.environment} and dc.repo = p.repo and dc.sha = p.id
        left join delivered_change dx on p.kind <> 'COMMIT' and dx.service = p.service
          and dx.environment = ${scope.environment} and dx.repo = p.repo and dx.id = p.id
        where p.reason is null order by p.at, p.service, p.repo, p.id`);
      return rows;
    });
    const delivered = found.filter((row) => row.delivered_at).length;
    const scrapped = found.filter((row) => row.scrapped_by).length;
    const table: Table = {
      id: 'changes',
      title: 'Every change of the period',
      columns: COLUMNS,
      rows: found.map((row) => [
        row.at.toISOString(),
        row.service,
        row.repo,
        row.id,
        row.kind,
        row.title,
        row.author,
        row.delivered_at?.toISOString() ?? null,
        row.scrapped_by?.join(', ') ?? null,
      ]),
    };
    return {
      summary:
        found.length > 0
          ? [
              `${counted(found.length, 'change was', 'changes were')} made; ${decimal(delivered, 0)} reached ${scope.environment}, and ${decimal(scrapped, 0)} had to be done again.`,
            ]
          : [],
      paragraphs: [
        found.length > 0
          ? 'A change belongs to the period by its own date (a commit: when it was committed; a change request: when it was merged), and counts once for each service that it belongs to.'
          : 'No change of this scope is known in the period.',
      ],
      tables: [table],
      meanings: [
        { id: scrapRate.id, version: scrapRate.version, title: scrapRate.title, text: scrapRate.text },
      ],
    };
  },
};
