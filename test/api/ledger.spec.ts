import { isIncluded, leafHash } from '../../src/ledger/merkle.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { startApi, type TestApi } from './app.js';

describe('the ledger over GraphQL', () => {
  let database: TestDatabase;
  let api: TestApi;
  let test: TestLedger;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('says that there is nothing yet', async () => {
    const { data } = await api.ask(`{ ledger { origin vkey size root checkpoint { size }
      checkpoints { totalCount nodes { size } } inclusion(event: "none") { index } lastVerification { sound } } }`);
    expect(data.ledger).toEqual({
      origin: null,
      vkey: null,
      size: 0,
      root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      checkpoint: null,
      checkpoints: { totalCount: 0, nodes: [] },
      inclusion: [],
      lastVerification: null,
    });
  });

  it('shows its checkpoints page by page, and proves an event', async () => {
    test = await openTestLedger(database.pool);
    const ids: string[] = [];
    for (const key of ['a', 'b', 'c']) {
      ids.push(...(await test.deliver(key, 3)));
      await test.ledger.appendPending();
    }
    const { data } = await api.ask(
      `query ($event: String!) { ledger { vkey size root checkpoint { size note }
        checkpoints(first: 2) { totalCount nodes { size } pageInfo { hasNextPage endCursor } }
        inclusion(event: $event) { index leaf path checkpoint { root } } } }`,
      { event: ids[4] },
    );
    const { ledger } = data;
    expect(ledger).toMatchObject({
      vkey: test.signer.vkey,
      size: 9,
      checkpoint: { size: 9, note: (await test.ledger.newestCheckpoint()).note },
      checkpoints: { totalCount: 3, nodes: [{ size: 9 }, { size: 6 }], pageInfo: { hasNextPage: true } },
    });
    const [{ index, leaf, path }] = ledger.inclusion;
    const proof = {
      index,
      leaf: leafHash(leaf),
      path: path.map((hash: string) => Buffer.from(hash, 'base64')),
    };
    expect(isIncluded(proof, { size: 9, root: Buffer.from(ledger.root, 'base64') })).toBe(true);
    const next = await api.ask(
      `{ ledger { checkpoints(first: 2, after: "${ledger.checkpoints.pageInfo.endCursor}") { nodes { size } } } }`,
    );
    expect(next.data.ledger.checkpoints.nodes).toEqual([{ size: 3 }]);
    const wrong = await api.ask('{ ledger { checkpoints(after: "nonsense") { nodes { size } } } }');
    expect(wrong.errors![0]!.extensions.code).toBe('BAD_CURSOR');
  });

  it('says how the last check of the whole store went', async () => {
    const last = '{ ledger { lastVerification { sound size findings firstFinding } } }';
    await test.ledger.verify({});
    expect((await api.ask(last)).data.ledger.lastVerification).toEqual({
      sound: true,
      size: 9,
      findings: 0,
      firstFinding: null,
    });
    await database.pool.query('delete from throughline.ledger_tile');
    await test.ledger.verify({});
    expect((await api.ask(last)).data.ledger.lastVerification).toMatchObject({
      sound: false,
      firstFinding: 'tile 0/0: It is gone.',
    });
  });
});
