import { linkTo } from '../../src/events/links.js';
import { deliveryEvent } from '../../src/events/vocabulary.js';
import { committed, deployed, REPO, sha, told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const IMAGE = `pkg:oci/basket@${DIGEST}?repository_url=registry.example.org`;

const published = (at: string) =>
  deliveryEvent.parse({
    ...{ type: 'artifact.published', id: `published ${at}`, at, source: 'test', artifact: IMAGE },
    ...{ digest: DIGEST, repo: REPO, sha: sha(2) },
  });

describe('a deployment that names only its artifact', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => emptyStore(database.pool));
  afterAll(() => database.drop());

  const delivered = async () =>
    (
      await database.pool.query(
        `select sha, deployment from throughline_read.delivered_commit where sha = $1 and known`,
        [sha(2)],
      )
    ).rows;
  const byArtifact = (more: object) =>
    deployed('d1', '2026-01-06T10:00:00Z', 2, { repo: undefined, sha: undefined, ...more });
  const history = [committed(1, '2026-01-05T08:00:00Z'), committed(2, '2026-01-06T08:00:00Z')];

  it('delivers the commits that it was built from, however late that is told', async () => {
    await told(database.pool, [...history, byArtifact({ artifact: IMAGE })]);
    expect(await delivered()).toEqual([]);
    await told(database.pool, [published('2026-01-06T09:00:00Z')]);
    expect(await delivered()).toEqual([{ sha: sha(2), deployment: 'd1' }]);
  });

  it('is known by the digest too, by whatever name it was deployed', async () => {
    const elsewhere = { artifact: 'mirror.example.org/basket:7', links: [linkTo.digest(DIGEST)] };
    await told(database.pool, [...history, published('2026-01-06T09:00:00Z'), byArtifact(elsewhere)]);
    expect(await delivered()).toEqual([{ sha: sha(2), deployment: 'd1' }]);
  });
});
