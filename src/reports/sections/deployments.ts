import { z } from 'zod';
import { deploymentFrequency } from '../../metrics/deployment-frequency.js';
import { finishedIn } from '../../metrics/deployments.js';
import { readIn } from '../../metrics/read.js';
import { sql } from '../../support/sql.js';
import { meaningOf } from '../flow.js';
import { counted, decimal } from '../format.js';
import type { Table } from '../model.js';
import type { Section } from './section.js';

interface DeploymentRow {
  readonly at: Date;
  readonly service: string;
  readonly environment: string;
  readonly id: string;
  readonly outcome: string | null;
  readonly kind: string | null;
  readonly version: string | null;
  readonly actor: string | null;
}

/** Every deployment that ended in the period: the very rows behind the deployment frequency. */
export const deployments: Section<Record<string, never>> = {
  id: 'deployments',
  title: 'Deployments',
  options: z.strictObject({}),
  read: async ({ door, pool, schema, filter, period }) => {
    const { scope } = (await door.ask(deploymentFrequency, filter(period))).question;
    const found = await readIn(pool, schema, async (db) => {
      const { rows } = await db.query<DeploymentRow>(sql`
        select d.at, d.service, d.environment, d.id, d.outcome, d.kind, coalesce(d.version, d.artifact, d.sha) as version,
          coalesce(d.actor_name, d.actor_id) as actor
        from deployment d where ${finishedIn(scope)} order by d.at, d.service, d.id`);
      return rows;
    });
    const good = found.filter(({ outcome }) => outcome === 'success').length;
    const table: Table = {
      id: 'deployments',
      title: 'Every deployment of the period',
      columns: [
        { title: 'At', kind: 'time' },
        { title: 'Service', kind: 'text' },
        { title: 'Environment', kind: 'text' },
        { title: 'Deployment', kind: 'text' },
        { title: 'Outcome', kind: 'text' },
        { title: 'Kind', kind: 'text' },
        { title: 'Version', kind: 'text' },
        { title: 'By', kind: 'text' },
      ],
      rows: found.map((row) => [
        row.at.toISOString(),
        row.service,
        row.environment,
        row.id,
        row.outcome,
        row.kind,
        row.version,
        row.actor,
      ]),
    };
    return {
      summary:
        found.length > 0
          ? [
              `${counted(found.length, 'deployment', 'deployments')} ended on ${scope.environment}; ${decimal(good, 0)} ended well.`,
            ]
          : [],
      paragraphs: found.length > 0 ? [] : ['No deployment of this scope is known in the period.'],
      tables: [table],
      meanings: [meaningOf(deploymentFrequency)],
    };
  },
};
