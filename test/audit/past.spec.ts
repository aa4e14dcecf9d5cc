import { tellTheGovernedShop } from '../browser/support/governed.js';
import { REPO } from '../metrics/story.js';
import { tell } from '../reports/told.js';
import { unzipped } from '../reports/unzipped.js';
import { startApp, type TestApp } from '../support/app.js';
import { event, person } from './story.js';

const CHANGE = `${REPO}#8`;
const LINE = 'deployment:basket/production/d2';

const ASKED = `query ($change: ID!, $line: ID!, $asOf: DateTime) {
  change(id: $change, asOf: $asOf) { title deliveries { deployment } timeline { id } findings { policy verdict recordedAt } }
  auditEntry(id: $line, asOf: $asOf) { timeline { id } entry { title approvals { decision } findings { policy verdict } } }
  changes(filter: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", asOf: $asOf }) { nodes { id findings { policy verdict } } }
  flow { asOf } }`;

describe('what was known of a change', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await tellTheGovernedShop(app);
  });
  afterAll(() => app.close());

  const ask = async (asOf?: string) => {
    const { data, errors } = await app.graphql(ASKED, { change: CHANGE, line: LINE, asOf });
    expect(errors).toBeUndefined();
    const { flow, ...answers } = data as { flow: { asOf: string } };
    return { asOf: flow.asOf, answers };
  };
  const verdictsInPack = async (parameters: string): Promise<string> => {
    const response = await fetch(`${app.url}/audit/pack?id=${encodeURIComponent(LINE)}${parameters}`, {
      headers: { authorization: `Bearer ${app.adminToken}` },
    });
    expect([response.status, response.ok ? '' : await response.text()]).toEqual([200, '']);
    const files = await unzipped(Buffer.from(await response.arrayBuffer()));
    return files.get('verdicts.json')!;
  };

  it('is told again as it was, whatever came later: its story, its verdicts, and its evidence pack', async () => {
    const before = await ask();
    const packBefore = await verdictsInPack('');

    await tell(app, [
      event('change.reviewed', {
        at: '2026-03-09T20:30:00.000Z',
        repo: REPO,
        change: '8',
        actor: person('github:bob', 'bobr'),
        decision: 'approved',
      }),
      event('change.updated', {
        at: '2026-03-10T09:00:00.000Z',
        repo: REPO,
        change: '8',
        action: 'edited',
        title: 'SHOP-42 Mend it',
      }),
    ]);
    await app.settle();
    await app.runtime.policies.evaluateAll();

    const now = await ask();
    expect(now.answers).not.toEqual(before.answers);
    expect(await verdictsInPack('')).not.toBe(packBefore);
    expect((await ask(before.asOf)).answers).toEqual(before.answers);
    expect(await verdictsInPack(`&asOf=${before.asOf}`)).toBe(packBefore);
  });

  it('is asked for by an instant', async () => {
    const response = await fetch(`${app.url}/audit/pack?id=${encodeURIComponent(LINE)}&asOf=yesterday`, {
      headers: { authorization: `Bearer ${app.adminToken}` },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('asOf');
  });
});
