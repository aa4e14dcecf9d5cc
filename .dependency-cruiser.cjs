/** The rules of docs/architecture.md, checked by `npm run check`. */
const slice = '^src/(sources|events|ledger|projections|metrics|policies|reports|access|api|dashboard)/';
const production = { pathNot: '\\.spec\\.ts$' };

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'support-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/support/' },
      to: { path: '^(src/(?!support/)|migrations/)' },
    },
    {
      name: 'ledger-is-a-leaf',
      severity: 'error',
      from: { path: '^src/ledger/' },
      to: { path: slice, pathNot: '^src/ledger/' },
    },
    {
      name: 'events-know-only-support',
      severity: 'error',
      from: { path: '^src/events/', ...production },
      to: { path: '^src/', pathNot: '^src/(events|support)/' },
    },
    {
      name: 'a-source-knows-only-events-and-support',
      severity: 'error',
      from: { path: '^src/sources/(?!intake/)([^/]+)/', ...production },
      to: {
        path: '^src/',
        pathNot: '^src/(events|support)/|^src/sources/(?!registry|interpret)[^/]+\\.ts$|^src/sources/$1/',
      },
    },
    {
      name: 'projections-never-know-sources',
      severity: 'error',
      from: { path: '^src/projections/' },
      to: { path: '^src/(sources|metrics|api|access|reports|policies)/' },
    },
    {
      name: 'metrics-never-know-the-api',
      severity: 'error',
      from: { path: '^src/metrics/' },
      to: { path: '^src/(api|sources|access)/' },
    },
    {
      name: 'policies-know-nothing-of-who-tells-or-shows',
      severity: 'error',
      from: { path: '^src/policies/' },
      to: { path: '^src/(sources|metrics|audit|reports|access|api|cli|bootstrap|dashboard|ledger)/' },
    },
    {
      // What a verdict stands on is what the control is given: no database, no clock, no framework.
      name: 'controls-are-pure',
      severity: 'error',
      from: {
        path: '^src/policies/(controls/|rules/|pci-slots|approvals|verifications|tickets|roles|people|judge|windows|change-type)',
        ...production,
      },
      to: {
        path: '^src/(policies/(reading/|evaluator|try|finding-|read-findings|settings-store)|support/(clock|rows|sql|sync-rows)|bootstrap/)|node_modules/(@nestjs|pg|typeorm)/',
      },
    },
    {
      name: 'graphql-only-in-api',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/api/' },
      to: { path: 'node_modules/@nestjs/(graphql|mercurius)' },
    },
    {
      name: 'a-board-knows-only-support',
      severity: 'error',
      from: { path: '^src/workshop/' },
      to: { path: '^src/', pathNot: '^src/(workshop|support)/' },
    },
    {
      name: 'dashboard-knows-nothing-of-the-server',
      severity: 'error',
      from: { path: '^src/dashboard/' },
      to: { path: '^src/', pathNot: '^src/dashboard/' },
    },
    {
      name: 'nobody-imports-the-dashboard',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dashboard/' },
      to: { path: '^src/dashboard/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
