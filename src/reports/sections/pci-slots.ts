import type { FindingRecord } from '../../policies/read-findings.js';
import { changeKey, commitKey } from '../../projections/keys.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';

/** What PCI DSS 6.5.1 wants to see of every change to production, in its order. */
export const SLOTS = [
  { id: 'reason', title: 'Reason for, and description of, the change', policies: ['ticket-linked'] },
  { id: 'impact', title: 'Documentation of security impact', policies: [] },
  {
    id: 'approval',
    title: 'Documented approval by authorized parties',
    policies: ['approved-before-production', 'emergency-approved', 'standard-change-preapproved'],
  },
  {
    id: 'testing',
    title: 'Testing that security is not impacted',
    policies: ['verification-passed'],
  },
  {
    id: 'secure-code',
    title: 'Own software tested for secure coding (6.2.4) before production',
    policies: [],
  },
  { id: 'return', title: 'A way to return to a secure state', policies: [] },
] as const;

export type Filled = 'yes' | 'no' | 'exception' | 'unknown';

/** A change that was judged, with its six slots in order. */
export interface SlottedChange {
  readonly first: FindingRecord;
  readonly slots: readonly Filled[];
}

const SECURITY_SUITE =
  'security|vulnerab|sast|dast|codeql|semgrep|snyk|trivy|sonar|owasp|pentest|secret.?scan|dependency.?check';

interface Extra {
  readonly name: string;
  readonly deployed: string | null;
  readonly has_risk: boolean;
  readonly has_earlier: boolean;
  readonly commits: readonly string[];
}

const VERDICT: Readonly<Record<FindingRecord['verdict'], Filled>> = {
  PASS: 'yes',
  FAIL: 'no',
  EXCEPTION: 'exception',
  UNKNOWN: 'unknown',
};

interface Where {
  readonly environment: string;
  readonly asOf: Date;
}

/**
 * The slots of changes. What a control judged is its verdict; the others are looked up: a risk told by a ticket, a
 * security suite that passed on the change or on what was deployed, and an earlier deployment to go back to. Where there
 * is no such evidence the slot is unknown, since it may be kept elsewhere.
 */
export const slotsOf = async (
  db: Db,
  findings: ReadonlyMap<string, readonly FindingRecord[]>,
  where: Where,
): Promise<SlottedChange[]> => {
  const firsts = [...findings.values()].map(([first]) => first!);
  const extras = await extrasOf(db, firsts, where);
  const tested = await securelyTested(db, where.asOf);
  return [...findings.values()].map((own, i) => {
    const extra = extras[i]!;
    const known = (told: boolean): Filled => (told ? 'yes' : 'unknown');
    const looked: Readonly<Record<string, Filled>> = {
      impact: known(extra.has_risk),
      'secure-code': known(keysOf(own[0]!, extra).some((key) => tested.has(key))),
      return: known(extra.has_earlier),
    };
    return { first: own[0]!, slots: SLOTS.map(({ id, policies }) => looked[id] ?? judged(own, policies)) };
  });
};

const judged = (own: readonly FindingRecord[], policies: readonly string[]): Filled => {
  const finding = own.find(({ policy }) => policies.includes(policy));
  return finding ? VERDICT[finding.verdict] : 'unknown';
};

/** `REPO#7` or `REPO@SHA`. */
const partsOf = (subject: string): { repo: string; id: string; isRequest: boolean } => {
  const at = Math.max(subject.lastIndexOf('#'), subject.lastIndexOf('@'));
  return { repo: subject.slice(0, at), id: subject.slice(at + 1), isRequest: subject[at] === '#' };
};

const keysOf = ({ subject }: FindingRecord, { deployed, commits }: Extra): string[] => {
  const { repo, id, isRequest } = partsOf(subject);
  return [
    isRequest ? changeKey(repo, id) : commitKey(repo, id),
    ...commits.map((sha) => commitKey(repo, sha)),
    ...(deployed ? [commitKey(repo, deployed)] : []),
  ];
};

/** In the order of the changes. */
const extrasOf = async (
  db: Db,
  changes: readonly FindingRecord[],
  { environment, asOf }: Where,
): Promise<Extra[]> => {
  const parts = changes.map(({ subject }) => partsOf(subject));
  const { rows } = await db.query<Extra>(sql`
    with asked as (
      select * from unnest(${changes.map(({ service }) => service)}::text[], ${parts.map(({ repo }) => repo)}::text[],
        ${parts.map(({ id }) => id)}::text[]) with ordinality a(service, repo, id, n)
    ),
    risky as (
      select distinct k.key from throughline.event e join throughline.event_key k on k.event_id = e.id
      where e.type like 'item.%' and strpos(e.data, '"risk":') > 0 and e.recorded_at <= ${asOf} and k.key like 'item:%'
    ),
    rated as (
      select distinct a.repo, coalesce(a.change, a.sha) as id from risky r
      join audit_mark m on m.mark = r.key join audit a on a.place = m.place and a.id = m.id
      where a.kind in ('CHANGE', 'COMMIT') and a.repo is not null
    ),
    first as (
      select service, min(at) as at from deployment
      where environment = ${environment} and outcome = 'success' group by service
    ),
    made as (
      select m.repo, m.change, array_agg(m.sha order by m.sha) as commits from change_commit m
      join (select distinct repo, id from asked) a on a.repo = m.repo and a.id = m.change group by 1, 2
    )
    select a.id as name, d.sha as deployed, rated.id is not null as has_risk, coalesce(first.at < d.at, false) as has_earlier,
      coalesce(made.commits, '{}') as commits
    from asked a
    left join delivered_change x
      on x.service = a.service and x.environment = ${environment} and x.repo = a.repo and x.id = a.id
    left join delivered_commit c
      on c.service = a.service and c.environment = ${environment} and c.repo = a.repo and c.sha = a.id
    left join deployment d on d.service = a.service and d.environment = ${environment}
      and d.id = coalesce(x.deployment, c.deployment)
    left join rated on rated.repo = a.repo and rated.id = a.id
    left join first on first.service = a.service
    left join made on made.repo = a.repo and made.change = a.id
    order by a.n`);
  return rows;
};

/** The keys of what a security suite passed on. */
const securelyTested = async (db: Db, asOf: Date): Promise<ReadonlySet<string>> => {
  const { rows } = await db.query<{ key: string }>(sql`
    select distinct k.key from throughline.event e join throughline.event_key k on k.event_id = e.id
    where e.type = 'verification.finished' and e.recorded_at <= ${asOf}
      and e.data::jsonb ->> 'outcome' = 'success' and e.data::jsonb ->> 'suite' ~* ${SECURITY_SUITE}
      and k.key not like 'verification:%'`);
  return new Set(rows.map(({ key }) => key));
};
