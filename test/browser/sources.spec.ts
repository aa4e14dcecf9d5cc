import { shown } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

describe('the Sources page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
    const secret = await stage.app.addSource('cdevents');
    const response = await fetch(`${stage.app.url}/hooks/cdevents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: '{"context": "<b>not an event</b>"}',
    });
    expect(response.status).toBe(202);
    await stage.app.settle();
  });
  afterAll(() => stage?.close());

  it('shows what was rejected, why, and the body as it came', async () => {
    const { page, context, troubles } = await stage.open('/sources');
    const source = page.getByRole('region', { name: 'cdevents', exact: true });
    await source.waitFor();
    expect(await shown(source)).toMatch(/1\sdeliver(y|ies) could not be read/);
    await source.locator('.deliveries summary').click();
    expect(await shown(source)).toContain('<b>not an event</b>');
    expect(await shown(source)).toContain('npx throughline replay --source cdevents');
    await context.close();
    expect(troubles).toEqual([]);
  });
});
