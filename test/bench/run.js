// `npm run bench [-- intake import worker queries ledger audit handoffs streams policies reports]`: measures, prints a table, writes docs/benchmarks.md.
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { benchAudit } from './audit.js';
import { benchLog, benchMatrix } from './handoffs.js';
import { benchImport } from './import-git.js';
import { benchIntake } from './intake.js';
import { benchLedger } from './ledger.js';
import { benchPolicies } from './policies.js';
import { root } from './processes.js';
import { benchQueries } from './queries.js';
import { benchPopulation, benchReports, POPULATION } from './reports.js';
import { benchBackfill, benchVisible } from './sources.js';
import { benchStreams } from './streams.js';
import { benchOneTicket, benchWorker } from './worker.js';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 2) => Number(value.toFixed(digits));
const verdict = (met) => (met ? 'met' : 'MISSED');

const intakeRows = async () => {
  const rounds = await benchIntake();
  const ofInsert = median(rounds.map(({ intake, insert }) => intake.rate / insert.rate));
  const ofBare = median(rounds.map(({ intake, bare }) => intake.rate / bare.rate));
  const tail = median(rounds.map(({ intake, bare }) => intake.p99 / bare.p99));
  const rates = (what) => rounds.map((one) => Math.round(one[what].rate)).join(', ');
  return [
    ['durable intake / INSERT ... SELECT', round(ofInsert), 'at least 0.45', verdict(ofInsert >= 0.45)],
    ['durable intake / bare Fastify handler', round(ofBare), 'at least 0.20', verdict(ofBare >= 0.2)],
    ['p99 of intake / p99 of bare handler', round(tail, 1), 'at most 12', verdict(tail <= 12)],
    [
      `deliveries/s of ${rounds[0].intake.bytes} bytes: intake; bare; rows/s inserted`,
      `${rates('intake')}; ${rates('bare')}; ${rates('insert')}`,
      '',
      '',
    ],
  ];
};

const importRows = async () => {
  const rounds = await benchImport();
  const ratio = median(rounds.map(({ seconds, git }) => seconds / git));
  const memory = Math.max(...rounds.map(({ megabytes }) => megabytes));
  return [
    ['import git / (git log + rev-list per tag)', round(ratio), 'at most 3', verdict(ratio <= 3)],
    ['memory of import git, MB', Math.round(memory), 'under 500', verdict(memory < 500)],
    [
      'seconds: import; plain git',
      `${rounds.map((one) => round(one.seconds, 1)).join(', ')}; ${rounds.map((one) => round(one.git, 1)).join(', ')}`,
      '',
      '',
    ],
  ];
};

const workerRows = async () => {
  const { events, rate } = await benchWorker();
  const ticket = await benchOneTicket();
  const growth = ticket.rateAtEnd / ticket.rate;
  return [
    [
      `events/s interpreted and projected (${events} events of GitHub pushes)`,
      Math.round(rate),
      'at least 3,000',
      verdict(rate >= 3_000),
    ],
    [
      `events/s when all share one ticket (${ticket.events} events of runs; the last fifth of them: ${Math.round(ticket.rateAtEnd)}/s)`,
      Math.round(ticket.rate),
      'the last fifth at least 0.8 of it',
      verdict(growth >= 0.8),
    ],
  ];
};

const queryRows = async () => {
  const { events, rate, answers } = await benchQueries();
  return [
    ...(process.env.THROUGHLINE_BENCH_STORE
      ? []
      : [
          [
            `events/s recorded and projected while filling the store (${events} events)`,
            Math.round(rate),
            '',
            '',
          ],
        ]),
    ...answers.map(({ name, scope, p50, p95 }) => {
      const limit = scope === 'all' ? 300 : 60;
      return [
        `${name}, ${scope}: p95 ms (p50 ${round(p50, 1)})`,
        round(p95, 1),
        `at most ${limit}`,
        verdict(p95 <= limit),
      ];
    }),
  ];
};

/** What pm4py 2.7 took to read such a log and to compute its handovers, on a machine of two cores. */
const LOG_SECONDS = 8.2;

/** Against pm4py in the same run where it is installed, otherwise against what it took elsewhere. */
const logRow = (what, { seconds, peer }) => {
  const limit = peer?.seconds ?? LOG_SECONDS;
  const whose = peer ? ` (pm4py ${peer.version} in the same run)` : '';
  return [what, round(seconds, 1), `at most ${round(limit, 1)}${whose}`, verdict(seconds <= limit)];
};

const handoffRows = async () => {
  const alone = await benchLog({ served: false });
  const served = await benchLog({ served: true });
  const answers = await benchMatrix();
  return [
    logRow(
      `seconds until import log of ${alone.events} events of XES answers with the handoffs (${alone.handoffs} between persons)`,
      alone,
    ),
    logRow('seconds for the same while the service runs', served),
    [
      'seconds of handoffMatrix asked by a command of its own: alone; while the service runs',
      `${round(alone.asked, 1)}; ${round(served.asked, 1)}`,
      '',
      '',
    ],
    ['memory of import log, MB', Math.round(alone.megabytes), 'under 500', verdict(alone.megabytes < 500)],
    ...answers.map(({ scope, handoffs: n, p50, p95 }) => {
      const limit = scope === 'all' ? 300 : 60;
      return [
        `handoffMatrix, ${scope}, ${n} handoffs: p95 ms (p50 ${round(p50, 1)})`,
        round(p95, 1),
        `at most ${limit}`,
        verdict(p95 <= limit),
      ];
    }),
  ];
};

const streamRows = async () => {
  const { items, alone, answers } = await benchStreams();
  return [
    [
      `whatIf over ${items} items, the function alone: p95 ms (p50 ${round(alone.p50)})`,
      round(alone.p95),
      'under 1,000',
      verdict(alone.p95 < 1_000),
    ],
    ...answers.map(({ name, first, p50, p95 }) => [
      `${name} over ${items} items, asked again: p95 ms (p50 ${round(p50)}, the first ${round(first)})`,
      round(p95),
      name === 'whatIf' ? 'under 1,000' : '',
      name === 'whatIf' ? verdict(p95 < 1_000) : '',
    ]),
  ];
};

const ledgerRows = async () => {
  const measured = await benchLedger();
  const { events, leaves, appendRate, recordRate, verifyRate, proofP50, proofP95, bareP50, bareP95 } =
    measured;
  return [
    [
      `leaves/s appended to the ledger (${events} events that waited; recorded at ${Math.round(recordRate)}/s)`,
      Math.round(appendRate),
      'at least 10,000',
      verdict(appendRate >= 10_000),
    ],
    [
      `proof of an event at ${leaves} leaves: p95 ms (p50 ${round(proofP50)}; select 1: p50 ${round(bareP50)}, p95 ${round(bareP95)})`,
      round(proofP95),
      'under 5',
      verdict(proofP95 < 5),
    ],
    ['leaves/s checked by ledger verify, with their events and deliveries', Math.round(verifyRate), '', ''],
  ];
};

const reportRows = async () => {
  const measured = await benchReports();
  const exported = await benchPopulation();
  const population = [
    `MB by which memory grows while a population of ${POPULATION.toLocaleString('en')} rows is exported (${Math.round(exported.megabytes)} MB of NDJSON in ${Math.round(exported.seconds)} s, at most ${Math.round(exported.most)} MB in memory)`,
    Math.round(exported.grown),
    'at most 64: constant',
    verdict(exported.grown <= 64),
  ];
  const rows = measured.flatMap(({ changes, seconds, idle, megabytes }) => {
    const limit = changes <= 1_000 ? 5 : 60;
    const own = seconds - idle;
    return [
      [
        `seconds for every output over ${changes} changes (and ${round(idle, 1)} to start and end a command)`,
        round(own, 1),
        `under ${limit}`,
        verdict(own < limit),
      ],
      [`memory over ${changes} changes, MB`, Math.round(megabytes), 'under 700', verdict(megabytes < 700)],
    ];
  });
  return [...rows, population];
};

const sourceRows = async () => {
  const { rate, p50, p95, probes } = await benchVisible();
  const backfill = await benchBackfill();
  return [
    [
      `a delivery is visible in a query after, p95 s (p50 ${round(p50 / 1_000)}; ${probes} probes, ${Math.round(rate)} deliveries/s of five systems)`,
      round(p95 / 1_000),
      'at most 2, under 500 deliveries/s',
      verdict(p95 <= 2_000 && rate >= 490),
    ],
    [
      `events/s of a backfill (${backfill.records} executions of StackStorm, ${backfill.events} events, read by pages of 100, interpreted and projected)`,
      Math.round(backfill.rate),
      'at least 2,000',
      verdict(backfill.rate >= 2_000),
    ],
  ];
};

const policyRows = async () => {
  const { changes, events, seconds, secondsAgain, counts, one, list } = await benchPolicies();
  const limit = (60 * changes) / 100_000;
  return [
    [
      `seconds: all policies over ${changes} changes (${events} events; ${counts})`,
      round(seconds, 1),
      `under ${round(limit)}`,
      verdict(seconds < limit),
    ],
    ['seconds: the same again, when nothing is new', round(secondsAgain, 1), '', ''],
    [
      `change(id) with its verdicts: p95 ms (p50 ${round(one.p50, 1)})`,
      round(one.p95, 1),
      'at most 30',
      verdict(one.p95 <= 30),
    ],
    [`findings that failed, first page: p95 ms (p50 ${round(list.p50, 1)})`, round(list.p95, 1), '', ''],
  ];
};

const auditRows = async () => {
  const { small, large, measured, places } = await benchAudit();
  const of = (rows) => measured.filter((one) => one.rows === rows);
  return [
    ...of(large).map(({ name, p50, p95 }, i) => {
      const before = of(small)[i];
      const growth = p50 / before.p50;
      const met = p95 <= 50 && growth < 2;
      return [
        `first page, ${name}: p95 ms (p50 ${round(p50, 1)}; of ${small} rows p50 ${round(before.p50, 1)}, p95 ${round(before.p95, 1)})`,
        round(p95, 1),
        'at most 50, growing less than twice (p50)',
        `${verdict(met)} (x ${round(growth)})`,
      ];
    }),
    ...places.map(({ name, p50, p95 }) => [
      `${name}: p95 ms (p50 ${round(p50, 1)})`,
      round(p95, 1),
      name.includes('drift') ? '' : 'at most 50',
      name.includes('drift') ? '' : verdict(p95 <= 50),
    ]),
  ];
};

/** Name, what was measured how, and the rows of the table. */
const parts = {
  intake: ['Durable intake', 'Medians of rounds that ran side by side.', intakeRows],
  import: ['Import of a git history', 'Medians of rounds that ran side by side.', importRows],
  worker: ['Interpreting and projecting', '', workerRows],
  queries: [
    'Queries of the Flow page',
    'Over HTTP and GraphQL, 90 days, buckets by week, thirty times each, in a store of 1 million commits and 100,000 deployments of 500 services. Exact, not sketched: percentiles run over the raw values.',
    queryRows,
  ],
  sources: ['Sources', '', sourceRows],
  handoffs: [
    'Handoffs',
    'An incident log of about 65,000 events, read, recorded and folded, by turns with pm4py, medians of three; then the matrix by team, 90 days of two years, thirty times, with 5 million handoffs of 1 million items in the table. Exact, not sketched.',
    handoffRows,
  ],
  streams: [
    'Value streams',
    'Tickets of eight visits each, written straight into the table; a question about the same items again finds them in memory.',
    streamRows,
  ],
  ledger: ['Ledger', '', ledgerRows],
  policies: [
    'Policies',
    'Of changes with reviews, tickets, verifications, artifacts and deployments.',
    policyRows,
  ],
  reports: [
    'Reports',
    'The report change-management-soc2 of a quarter by its command: HTML, PDF, Markdown, CSV, XLSX, JSON, OSCAL and the signed bundle. Changes have reviews, tickets, verifications and verdicts, as a running service would have given them.',
    reportRows,
  ],
  audit: [
    'Audit trail',
    `Over HTTP and GraphQL, 90 days of two years, two hundred times each, in trails of 100,000 and ${Number(process.env.THROUGHLINE_BENCH_AUDIT_ROWS ?? 10_000_000).toLocaleString('en')} rows written straight into the tables.`,
    auditRows,
  ],
};

const sectionOf = ([title, how], rows) =>
  [
    `## ${title}`,
    '',
    ...(how ? [how, ''] : []),
    '| what | measured | target | |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');

/** The sections that are there already, by their titles: a part that was not measured now keeps its figures. */
const knownSections = (text) =>
  new Map(
    text
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)/.exec(section)[1], section]),
  );

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(parts);
const file = join(root, 'docs/benchmarks.md');
const sections = knownSections(await readFile(file, 'utf8').catch(() => ''));
for (const name of wanted) {
  if (!parts[name]) throw new Error(`There is no part ${name}: choose of ${Object.keys(parts).join(', ')}.`);
  process.stderr.write(`Measuring ${name} ...\n`);
  const rows = await parts[name][2]();
  for (const row of rows) console.log(row.filter((cell) => cell !== '').join('  |  '));
  sections.set(parts[name][0], `${sectionOf(parts[name], rows)}\n`);
}

const machine = `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${process.platform}`;
const head = `# Benchmarks

Measured by \`npm run bench\` on ${machine}, with the embedded PostgreSQL as it ships; load generator, service and
database on the same machine. Ratios, since machines differ. \`npm run bench -- intake\` measures one part anew.

`;
const ordered = Object.values(parts)
  .map(([title]) => sections.get(title))
  .filter((section) => section !== undefined);
await writeFile(file, `${head}${ordered.join('').trimEnd()}\n`);
