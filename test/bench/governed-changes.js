// Changes that have their reviews, tickets, verifications, artifacts and deployments, and the people who made them.
import { createHash } from 'node:crypto';
import { appendEvents } from '../../dist/src/events/event-store.js';
import { keysOf } from '../../dist/src/projections/keys.js';
import { inTransaction } from '../../dist/src/support/rows.js';

export const CHANGES_PER_SERVICE = 1_000;
const CHANGES_PER_DEPLOYMENT = 5;
const PEOPLE = 100;
const EVENTS_PER_BATCH = 2_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

const sha = (text) => createHash('sha1').update(text).digest('hex');
const person = (n) => ({
  id: `github:person-${n % PEOPLE}`,
  kind: 'human',
  confidence: 'authenticated',
});
const robot = { id: 'jenkins:runner', kind: 'service', confidence: 'authenticated' };

const people = () =>
  Array.from({ length: PEOPLE }, (_, n) => ({
    type: 'identity.merged',
    id: `identity-${n}`,
    at: new Date(START).toISOString(),
    source: 'people',
    identity: `github:person-${n}`,
    person: `person-${n}`,
  }));

/** One change with six events; every twentieth was approved by its author, every thirtieth has no ticket. */
const changeOf = (service, n) => {
  const repo = `github.com/acme/${service}`;
  const at = (minutes) => new Date(START + (n * 60 + minutes) * MINUTE).toISOString();
  const mergeSha = sha(`${service} ${n}`);
  const parent = n > 0 ? [sha(`${service} ${n - 1}`)] : [];
  const item = `SHOP-${service.slice(8)}${n}`;
  const common = (type, minutes, actor) => ({
    id: `${type}-${service}-${n}`,
    type,
    at: at(minutes),
    source: 'github',
    actor,
  });
  const change = { repo, change: String(n) };
  const author = person(n);
  return [
    { ...common('item.created', 0, author), item, title: `Ticket ${n}`, kind: 'Story' },
    {
      ...common('change.opened', 10, author),
      ...change,
      title: `Change ${n}`,
      ...(n % 30 === 0 ? {} : { items: [item], links: [`item:${item}`] }),
    },
    {
      ...common('change.reviewed', 20, n % 20 === 0 ? author : person(n + 1)),
      ...change,
      decision: 'approved',
      headSha: mergeSha,
    },
    {
      ...common('commit.recorded', 25, author),
      repo,
      sha: mergeSha,
      parents: parent,
      mainline: true,
      authoredAt: at(5),
      committedAt: at(25),
      title: `Change ${n}`,
    },
    {
      ...common('change.merged', 25, person(n + 1)),
      ...change,
      mergeSha,
      headSha: mergeSha,
      commits: [mergeSha],
    },
    { ...common('verification.finished', 35, robot), suite: 'unit', outcome: 'success', repo, sha: mergeSha },
  ];
};

const deploymentOf = (service, n) => {
  const repo = `github.com/acme/${service}`;
  const at = new Date(START + (n * 60 + 45) * MINUTE).toISOString();
  const commit = sha(`${service} ${n}`);
  const digest = `sha256:${createHash('sha256').update(commit).digest('hex')}`;
  const artifact = `pkg:oci/${service}@${digest}`;
  return [
    {
      id: `artifact-${service}-${n}`,
      type: 'artifact.published',
      at,
      source: 'docker',
      artifact,
      digest,
      repo,
      sha: commit,
    },
    {
      id: `deployed-${service}-${n}`,
      type: 'deployment.finished',
      at,
      source: 'jenkins',
      actor: robot,
      service,
      environment: 'production',
      deployment: String(n),
      repo,
      sha: commit,
      artifact,
      outcome: 'success',
      kind: 'deploy',
      complete: true,
    },
  ];
};

/** Records and projects so many changes. @returns how many events they are. */
export const fillChanges = async ({ pool, clock, projector, ledger }, changes) => {
  await append({ pool, clock, ledger }, people());
  let made = 0;
  for (let s = 0; s * CHANGES_PER_SERVICE < changes; s += 1) {
    const service = `service-${String(s).padStart(3, '0')}`;
    const events = [];
    for (let n = 0; n < Math.min(CHANGES_PER_SERVICE, changes - s * CHANGES_PER_SERVICE); n += 1) {
      events.push(...changeOf(service, n));
      if (n % CHANGES_PER_DEPLOYMENT === CHANGES_PER_DEPLOYMENT - 1) events.push(...deploymentOf(service, n));
    }
    for (let from = 0; from < events.length; from += EVENTS_PER_BATCH)
      await append({ pool, clock, ledger }, events.slice(from, from + EVENTS_PER_BATCH));
    await projector.projectPending();
    made += events.length;
    if (s % 10 === 9) process.stderr.write(`  ${made} events recorded and projected\n`);
  }
  await pool.query('vacuum analyze');
  return made;
};

const append = ({ pool, clock, ledger }, events) =>
  inTransaction(pool, (db) =>
    appendEvents(
      db,
      events.map((event) => ({ event, deliveryKey: 'bench' })),
      { clock, keysOf, sign: ledger.sign },
    ),
  );
