import { judge } from '../../src/policies/judge.js';
import { loadSettings } from '../../src/policies/load.js';
import {
  allowed,
  ann,
  annsBot,
  annsSecond,
  asserted,
  at,
  bob,
  carol,
  cellsOf,
  commit,
  EARLIER,
  eve,
  finished,
  HEAD,
  historyOf,
  IMAGE,
  MERGE,
  merged,
  OTHER,
  OTHER_IMAGE,
  opened,
  overridden,
  people,
  published,
  REPO,
  reviewed,
  robot,
  run,
  started,
  stranger,
  type Told,
  tested,
  ticket,
  updated,
} from './table.js';

const parametersOf = (policy: string, text: string): string =>
  `policies: { ${policy}: { parameters: ${text} } }`;
const TEAM = parametersOf('approved-before-production', '{ team: owner }');
const TWO = parametersOf('approved-before-production', '{ approvals: 2 }');
const MERGER = parametersOf('segregation-of-duties', '{ separate: [[author, merger]] }');
const DEPLOYER = parametersOf('segregation-of-duties', '{ separate: [[approver, deployer]] }');
const EDITOR = parametersOf('segregation-of-duties', '{ separate: [[author, job-editor]] }');
const EDITING_DEPLOYER = parametersOf('segregation-of-duties', '{ separate: [[deployer, job-editor]] }');
const OURS = parametersOf('ticket-linked', '{ projects: [SHOP] }');
const KNOWN = parametersOf('ticket-linked', '{ known: true }');
const SUITES = parametersOf('verification-passed', '{ suites: [unit, security] }');
const ARTIFACT = parametersOf('verification-passed', '{ on: artifact }');
const HOURS = 'windows: [{ days: [mon, tue], from: "09:00", to: "11:00", zone: Europe/Berlin }]';
const NIGHT = 'windows: [{ days: [sun], from: "22:00", to: "12:00" }]';
const freeze = (from: string, to: string, more = ''): string =>
  `freezes: [{ from: "${at(from)}", to: "${at(to)}", why: sale${more} }]`;
const granted = (policy: string, until: string, more = ''): string =>
  `exceptions: [{ policy: ${policy}, by: cto, until: "${at(until)}", why: tools were down${more} }]`;
const STANDARD = ticket({ kind: 'Standard' });
const EMERGENCY = ticket({ kind: 'Emergency' });
const catalogue = (more = ''): string =>
  parametersOf('standard-change-preapproved', `{ catalogue: [{ kind: standard, by: cab${more} }] }`);
const job = (actor = ann) =>
  ({
    ...ticket(),
    type: 'resource.changed',
    id: 'job-edit',
    resource: 'deploy-shop',
    kind: 'job-definition',
    actor,
  }) as never;

/** A commit on the main line for which nobody was asked. */
const PUSHED_STRAIGHT = {
  name: `${REPO}@${MERGE}`,
  opened: [],
  commits: [commit(ann, MERGE)],
  reviews: [],
  merged: [],
  more: [{ ...commit(ann, HEAD), items: ['SHOP-41'] }],
};

type Row = readonly [what: string, cells: string, told: Told, yaml?: string];

/**
 * A approved, S segregation, T ticket, V verification, B built from what was reviewed, W window, E emergency,
 * C standard change, O override; P pass, F fail, E exception, ? unknown, - nothing to say.
 */
const TABLE: readonly Row[] = [
  //                                                       A S T V B W E C O
  ['as it should be', 'P P P P P - - - P', {}],
  ['not deployed yet', '- - P - - - - - P', { deployment: [] }],
  // Who approved.
  ['nobody approved', 'F P P P F - - - P', { reviews: [] }],
  ['the author approves', 'F F P P P - - - P', { reviews: [reviewed(ann)] }],
  ['the author approves under a second login', 'F F P P P - - - P', { reviews: [reviewed(annsSecond)] }],
  ['the author of a commit approves', 'F F P P P - - - P', { commits: [commit(), commit(bob, MERGE)] }],
  ['a bot of the author approves', 'F F P P P - - - P', { reviews: [reviewed(annsBot)] }],
  ['a bot of nobody approves', 'F P P P P - - - P', { reviews: [reviewed(robot)] }],
  ['somebody whom nobody resolved approves', '? ? P P P - - - P', { reviews: [reviewed(stranger)] }],
  ['an approval that was only asserted', '? P P P P - - - P', { reviews: [reviewed(asserted(bob))] }],
  ['an approval by nobody known', '? P P P P - - - P', { reviews: [{ ...reviewed(bob), actor: undefined }] }],
  ['an author whom nobody resolved', '? ? P P P - - - P', { opened: [opened(stranger)] }],
  [
    'an author of whom nobody told',
    '? ? P P P - - - P',
    { opened: [{ ...opened(), actor: undefined }], commits: [] },
  ],
  [
    'a bot of nobody is the author',
    'P P P P P - - - P',
    { opened: [opened(robot)], commits: [commit(robot)] },
  ],
  [
    'a bot of the approver is the author',
    'F F P P P - - - P',
    { opened: [opened(annsBot)], commits: [commit(annsBot)], reviews: [reviewed(ann)] },
  ],
  [
    'a human set the authoring bot off and approves',
    'F F P P P - - - P',
    { opened: [opened(robot, { initiator: bob })], commits: [commit(robot)] },
  ],
  // When, and of what.
  [
    'approved after the merge, before the deployment',
    'P P P P P - - - P',
    { reviews: [reviewed(bob, {}, '10:40')] },
  ],
  [
    'approved at the moment of the deployment',
    'P P P P P - - - P',
    { reviews: [reviewed(bob, {}, '11:00')] },
  ],
  ['approved a millisecond later', 'F P P P F - - - P', { reviews: [reviewed(bob, {}, '02 11:00:00.001')] }],
  ['approved while it was deployed', 'F P P P F - - - P', { reviews: [reviewed(bob, {}, '11:03')] }],
  ['approved the day after', 'F P P P F - - - P', { reviews: [reviewed(bob, {}, '03 09:00')] }],
  ['an earlier commit was approved', 'F P P P F - - - P', { reviews: [reviewed(bob, { headSha: EARLIER })] }],
  [
    'an earlier commit first, then the last',
    'P P P P P - - - P',
    { reviews: [reviewed(bob, { headSha: EARLIER }, '09:30'), reviewed(bob)] },
  ],
  [
    'which commit was approved is not told',
    'P P P P ? - - - P',
    { reviews: [reviewed(bob, { headSha: undefined })] },
  ],
  [
    'the same, and commits came afterwards',
    'F P P P ? - - - P',
    {
      reviews: [reviewed(bob, { headSha: undefined })],
      more: [updated('synchronized', '10:10', { headSha: HEAD })],
    },
  ],
  [
    'approved, then dismissed',
    'F P P P P - - - P',
    { reviews: [reviewed(bob), reviewed(bob, { decision: 'dismissed' }, '10:20')] },
  ],
  [
    'approved, then dismissed by nobody known',
    'F P P P P - - - P',
    { reviews: [reviewed(bob), { ...reviewed(bob, { decision: 'dismissed' }, '10:20'), actor: undefined }] },
  ],
  [
    'approved, dismissed after the deployment',
    'P P P P P - - - P',
    { reviews: [reviewed(bob), reviewed(bob, { decision: 'dismissed' }, '12:00')] },
  ],
  [
    'approved, then changes were asked for',
    'F P P P P - - - F',
    { reviews: [reviewed(bob), reviewed(bob, { decision: 'changes_requested' }, '10:20')] },
  ],
  [
    'changes were asked for, then approved',
    'P P P P P - - - P',
    { reviews: [reviewed(bob, { decision: 'changes_requested' }, '09:30'), reviewed(bob)] },
  ],
  [
    'one approves, another still asks for changes',
    'P P P P P - - - F',
    { reviews: [reviewed(bob), reviewed(eve, { decision: 'changes_requested' })] },
  ],
  ['only a comment', 'F P P P F - - - P', { reviews: [reviewed(bob, { decision: 'commented' })] }],
  // Of which team, and how many.
  ['approved by the team that owns the service', 'P P P P P - - - P', {}, TEAM],
  ['by somebody who had left the team', 'F P P P P - - - P', { reviews: [reviewed(eve)] }, TEAM],
  ['by the same, where no team is asked for', 'P P P P P - - - P', { reviews: [reviewed(eve)] }],
  [
    'by the team, but nobody owned the service',
    'F P P P P - - - P',
    { people: { ...people, owners: [] } },
    TEAM,
  ],
  ['two are needed and two approve', 'P P P P P - - - P', { reviews: [reviewed(bob), reviewed(eve)] }, TWO],
  [
    'two are needed and one approves twice',
    'F P P P P - - - P',
    { reviews: [reviewed(bob), reviewed(bob, {}, '10:10')] },
    TWO,
  ],
  [
    'two are needed, one of them is unresolved',
    '? ? P P P - - - P',
    { reviews: [reviewed(bob), reviewed(stranger)] },
    TWO,
  ],
  // Approvals of tickets and gates.
  ['a gate was opened instead of a review', 'P P P P F - - - P', { reviews: [], more: [allowed(bob)] }],
  [
    'a gate was opened by whoever deploys',
    'F P P P F - - - P',
    {
      reviews: [],
      deployment: [started('11:00', { initiator: carol }), finished('11:05', { initiator: carol })],
      more: [allowed(carol)],
    },
  ],
  [
    'a gate of another environment',
    'F P P P F - - - P',
    { reviews: [], more: [allowed(bob, '10:55', { environment: 'staging' })] },
  ],
  [
    'a gate of another deployment',
    'F P P P F - - - P',
    { reviews: [], more: [allowed(bob, '10:55', { deployment: 'd0' })] },
  ],
  [
    'a gate that expired before',
    'F P P P F - - - P',
    { reviews: [], more: [allowed(bob), allowed(bob, '10:58', { decision: 'expired' })] },
  ],
  // Separate people.
  [
    'the author deploys',
    'P F P P P - - - P',
    { deployment: [started('11:00', { actor: ann }), finished('11:05', { actor: ann })] },
  ],
  [
    'the author started the run that deploys',
    'P F P P P - - - P',
    {
      more: [run({ actor: ann })],
      deployment: [started('11:00', { links: ['execution:deploy-1'] }), finished()],
    },
  ],
  ['who deployed is not told', 'P ? P P P - - - P', { deployment: [{ ...finished(), actor: undefined }] }],
  ['the author merges, where that is allowed', 'P P P P P - - - P', { merged: [merged(ann)] }],
  ['the author merges, where it is not', 'P F P P P - - - P', { merged: [merged(ann)] }, MERGER],
  ['a bot merges for its author', 'P F P P P - - - P', { merged: [merged(annsBot)] }, MERGER],
  [
    'a bot merges because the author asked it to',
    'P F P P P - - - P',
    { merged: [merged(robot, { initiator: annsSecond })] },
    MERGER,
  ],
  ['a bot of nobody merges', 'P P P P P - - - P', { merged: [merged(robot)] }, MERGER],
  [
    'the approver deploys, where that is not allowed',
    'P F P P P - - - P',
    {
      deployment: [
        started('11:00', { actor: { ...bob, id: 'jenkins:bob' } }),
        finished('11:05', { actor: { ...bob, id: 'jenkins:bob' } }),
      ],
    },
    DEPLOYER,
  ],
  ['the author edited the job that deploys', 'P F P P P - - - P', { more: [job()] }, EDITOR],
  ['somebody else edited it', 'P P P P P - - - P', { more: [job(bob)] }, EDITOR],
  ['the author edited it before it ran', 'P F P P P - - - P', { edits: [job()] }, EDITOR],
  ['her second login edited it before it ran', 'P F P P P - - - P', { edits: [job(annsSecond)] }, EDITOR],
  ['somebody else edited it before it ran', 'P P P P P - - - P', { edits: [job(bob)] }, EDITOR],
  ['nobody knows who edited it', 'P ? P P P - - - P', { edits: [job(stranger)] }, EDITOR],
  [
    'who deployed it had edited the job',
    'P F P P P - - - P',
    {
      edits: [job(carol)],
      deployment: [started('11:00', { actor: carol }), finished('11:05', { actor: carol })],
    },
    EDITING_DEPLOYER,
  ],
  [
    'somebody else deployed it than edited the job',
    'P P P P P - - - P',
    {
      edits: [job(bob)],
      deployment: [started('11:00', { actor: carol }), finished('11:05', { actor: carol })],
    },
    EDITING_DEPLOYER,
  ],
  ['nobody edited it', 'P - P P P - - - P', {}, EDITOR],
  // Tickets.
  ['no ticket', 'P P F P P - - - P', { opened: [opened(ann, { items: [] })] }],
  [
    'a ticket by a link alone',
    'P P P P P - - - P',
    { opened: [opened(ann, { items: [], links: ['item:SHOP-41'] })] },
  ],
  [
    'a ticket of another project',
    'P P F P P - - - P',
    { opened: [opened(ann, { items: ['HOME-1'] })] },
    OURS,
  ],
  [
    'only the deployment names a ticket',
    'P P F P P - - - P',
    {
      opened: [opened(ann, { items: [] })],
      deployment: [started(), finished('11:05', { links: ['item:SHOP-41'] })],
    },
  ],
  ['a ticket that no system knows', 'P P ? P P - - - P', {}, KNOWN],
  ['a ticket that one knows', 'P P P P P - - - P', { more: [ticket()] }, KNOWN],
  // Verification of the very thing.
  ['nothing was verified', 'P P P ? P - - - P', { tests: [] }],
  ['it failed', 'P P P F P - - - P', { tests: [tested('10:45', { outcome: 'failure' })] }],
  [
    'it failed, then passed',
    'P P P P P - - - P',
    { tests: [tested('10:42', { outcome: 'failure' }), tested()] },
  ],
  [
    'it passed, then failed',
    'P P P F P - - - P',
    { tests: [tested('10:42'), tested('10:45', { outcome: 'failure' })] },
  ],
  ['it passed only after the deployment had begun', 'P P P F P - - - P', { tests: [tested('11:01')] }],
  ['another commit was verified', 'P P P F P - - - P', { tests: [tested('10:45', { sha: OTHER })] }],
  [
    'another artifact of the same commit was verified',
    'P P P F P - - - P',
    { tests: [tested('10:45', { artifact: `pkg:oci/shop@${OTHER_IMAGE}` })] },
  ],
  [
    'the artifact itself was verified',
    'P P P P P - - - P',
    { tests: [tested('10:55', { sha: undefined, artifact: `pkg:oci/shop@${IMAGE}` })] },
    ARTIFACT,
  ],
  ['its commit was, where the artifact must be', 'P P P F P - - - P', {}, ARTIFACT],
  ['one of two suites did not run', 'P P P F P - - - P', {}, SUITES],
  ['both ran', 'P P P P P - - - P', { tests: [tested(), tested('10:46', { suite: 'security' })] }, SUITES],
  // Built from what was reviewed.
  ['the artifact is of another commit', 'P P P P F - - - P', { builds: [published(OTHER)] }],
  ['nobody told of what the artifact was built', 'P P P P ? - - - P', { builds: [] }],
  ['a plain commit is deployed', 'P P P P P - - - P', { builds: [], image: '' }],
  [
    'no artifact, and no commit either',
    'P P P F ? - - - P',
    { builds: [], image: '', deployment: [started(), finished('11:05', { sha: undefined })] },
  ],
  // Windows and freezes; 10:00 in London is 11:00 in Berlin.
  [
    'within the window, by the clock of its zone',
    'P P P P P P - - P',
    {
      reviews: [reviewed(bob, {}, '09:40')],
      tests: [tested('09:50')],
      deployment: [started('09:59'), finished('10:20')],
    },
    HOURS,
  ],
  [
    'at the moment in which the window ends',
    'P P P P P F - - P',
    {
      reviews: [reviewed(bob, {}, '09:40')],
      tests: [tested('09:50')],
      deployment: [started('10:00'), finished('10:20')],
    },
    HOURS,
  ],
  ['on another day', 'P P P P P F - - P', { deployment: [started('04 08:30'), finished('04 08:40')] }, HOURS],
  ['in a window that began the evening before', 'P P P P P P - - P', {}, NIGHT],
  ['at the moment in which a freeze begins', 'P P P P P F - - P', {}, freeze('11:00', '12:00')],
  ['it ends at the moment in which a freeze begins', 'P P P P P P - - P', {}, freeze('11:05', '12:00')],
  ['it ends in the freeze', 'P P P P P F - - P', {}, freeze('11:04', '12:00')],
  ['at the moment in which a freeze ends', 'P P P P P P - - P', {}, freeze('09:00', '11:00')],
  ['a millisecond before it ends', 'P P P P P F - - P', {}, freeze('09:00', '02 11:00:00.001')],
  [
    'in the freeze of another service',
    'P P P P P - - - P',
    {},
    freeze('09:00', '12:00', ', services: [desk]'),
  ],
  [
    'not when its ticket had planned it',
    'P P P P P F - - P',
    { more: [ticket({ plannedFrom: at('12:00'), plannedTo: at('14:00') })] },
  ],
  [
    'when its ticket had planned it',
    'P P P P P P - - P',
    { more: [ticket({ plannedFrom: at('11:00'), plannedTo: at('14:00') })] },
  ],
  // Emergencies, on a clock of a day.
  [
    'an emergency, approved an hour later',
    '- P P P F - P - P',
    { reviews: [reviewed(bob, {}, '12:00')], more: [EMERGENCY] },
  ],
  [
    'approved at the last moment',
    '- P P P F - P - P',
    { reviews: [reviewed(bob, {}, '03 11:00')], more: [EMERGENCY] },
  ],
  [
    'approved a millisecond too late',
    '- P P P F - F - P',
    { reviews: [reviewed(bob, {}, '03 11:00:00.001')], more: [EMERGENCY] },
  ],
  [
    'not approved, and the clock still runs',
    '- P P P F - ? - P',
    { reviews: [], more: [EMERGENCY], now: at('03 10:59') },
  ],
  [
    'not approved, and the clock has run out',
    '- P P P F - F - P',
    { reviews: [], more: [EMERGENCY], now: at('03 11:00') },
  ],
  [
    'approved by its author afterwards',
    '- F P P F - F - P',
    { reviews: [reviewed(annsSecond, {}, '12:00')], more: [EMERGENCY] },
  ],
  [
    'an emergency in a freeze',
    '- P P P F P P - P',
    { reviews: [reviewed(bob, {}, '12:00')], more: [EMERGENCY] },
    freeze('09:00', '12:00'),
  ],
  // Standard changes.
  ['a standard change of the catalogue', '- P P P F - - P P', { reviews: [], more: [STANDARD] }, catalogue()],
  [
    'of a catalogue for another service',
    '- P P P F - - F P',
    { reviews: [], more: [STANDARD] },
    catalogue(', services: [desk]'),
  ],
  [
    'of a catalogue that ended as it was deployed',
    '- P P P F - - F P',
    { reviews: [], more: [STANDARD] },
    catalogue(`, until: "${at('11:00')}"`),
  ],
  ['of no catalogue, but approved', '- P P P P - - P P', { more: [STANDARD] }],
  // Overrides.
  ['an administrator merged over the protection', 'P P P P P - - - F', { more: [overridden(ann)] }],
  ['somebody unknown did', 'P P P P P - - - F', { more: [overridden(undefined)] }],
  [
    'the protection was edited, which passed by nothing',
    'P P P P P - - - P',
    { more: [{ ...overridden(ann), to: 'one approval' }] },
  ],
  [
    'a commit was pushed over the protection, without a change request',
    'F P P P - - - - F',
    { ...PUSHED_STRAIGHT, more: [...PUSHED_STRAIGHT.more, overridden(ann)] },
  ],
  // Exceptions.
  [
    'an exception for the policy',
    'E P P P F - - - P',
    { reviews: [] },
    granted('approved-before-production', '03 00:00'),
  ],
  [
    'an exception that ended as it was deployed',
    'F P P P F - - - P',
    { reviews: [] },
    granted('approved-before-production', '11:00'),
  ],
  [
    'one that begins later',
    'F P P P F - - - P',
    { reviews: [] },
    granted('approved-before-production', '03 00:00', `, from: "${at('02 11:00:00.001')}"`),
  ],
  [
    'one for another change',
    'F P P P F - - - P',
    { reviews: [] },
    granted('approved-before-production', '03 00:00', `, changes: ["${REPO}#8"]`),
  ],
  [
    'one does not hide what is unknown',
    '? P P P P - - - P',
    { reviews: [reviewed(asserted(bob))] },
    granted('approved-before-production', '03 00:00'),
  ],
  // Commits without a change request.
  ['a commit on the main line, nobody asked', 'F P P P - - - - -', PUSHED_STRAIGHT],
  [
    'the same from a git history alone',
    '? P F P - - - - -',
    {
      name: `${REPO}@${MERGE}`,
      opened: [],
      commits: [{ ...commit(ann, MERGE), source: 'git' }],
      reviews: [],
      merged: [],
    },
  ],
];

describe('the truth table of the controls', () => {
  it.each(TABLE.map(([what, cells, told, yaml]) => ({ what, cells, told, yaml })))(
    '$what',
    ({ cells, told, yaml }) => {
      expect(cellsOf(told, yaml)).toBe(cells);
    },
  );

  it('has every case once, and every finding says on which events it stands', () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TABLE.map(([what]) => what)).size).toBe(TABLE.length);
    for (const [, , told, yaml] of TABLE) {
      for (const { verdict, evidence, sentence } of judge(
        historyOf(told),
        loadSettings(yaml ?? '', 'p.yaml'),
      )) {
        expect(sentence).toMatch(/^[A-Za-z\d#].*\.$/);
        if (verdict === 'PASS') expect(evidence).not.toEqual([]);
      }
    }
  });
});
