import { shown } from './support/browser.js';
import { openStage, type Stage, sneakyTitle } from './support/shop.js';

describe('the Changes pages', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it('list every change, the waiting one too, with what became of it', async () => {
    const { page, context, troubles } = await stage.open('/changes?service=shop');
    await page.locator('.rows > li').first().waitFor();
    expect(await page.locator('.rows > li').count()).toBe(6);
    const reverted = page.locator('.rows > li', {
      has: page.getByRole('link', { name: 'Add vouchers', exact: true }),
    });
    expect(await shown(reverted)).toContain('Reverted');
    expect(await shown(reverted)).toMatch(/production after 2\sd/);
    const waiting = page.locator('.rows > li', { hasText: 'Wait for the next release' });
    expect(await shown(waiting)).toContain('not delivered yet');
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('find by words and by scrap, and keep the search in the URL', async () => {
    const { page, context } = await stage.open('/changes?service=shop');
    await page.getByLabel('Search').fill('basket');
    await page.keyboard.press('Enter');
    await page.getByText('1 change', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('1 change', { exact: true }).waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('basket');

    await page.getByLabel('Search').fill('');
    await page.keyboard.press('Enter');
    await page.getByText('6 changes', { exact: true }).waitFor();
    await page.getByLabel('Scrap').selectOption('yes');
    await page.getByText('1 change', { exact: true }).waitFor();
    expect(await shown(page.locator('.rows'))).toContain('Add vouchers');
    await context.close();
  });

  it('tell the story of one change from its commit to its deployment, with the evidence', async () => {
    const { page, context, troubles } = await stage.open('/changes?service=shop');
    await page.getByRole('link', { name: 'Add vouchers', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Add vouchers' }).waitFor();
    const delivered = page.getByRole('table', { name: /First successful deployment/ });
    expect(await shown(delivered)).toMatch(/production/);
    expect(await delivered.locator('data').getAttribute('value')).toBe(String(2 * 86_400));

    const events = page.locator('.timeline > li');
    expect(await shown(events.first())).toContain('Committed');
    expect(await shown(page.locator('.timeline'))).toContain('of shop to production succeeded');
    await events.first().locator('summary').click();
    const proof = await shown(events.first());
    expect(proof).toContain('"type": "commit.recorded"');
    expect(proof).toMatch(/Digest\s+\S+/);
    expect(proof).toMatch(/Recorded\s+\S+/);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('prove why a change counts as scrapped by the event itself', async () => {
    const { page, context } = await stage.open('/changes?service=shop&scrapped=yes');
    await page.getByRole('link', { name: 'Add vouchers', exact: true }).click();
    const scrap = page.locator('section', {
      has: page.getByRole('heading', { name: 'Why it counts as scrapped' }),
    });
    await scrap.getByRole('link').last().click();
    const open = page.locator('.timeline > li:has(details[open])');
    expect(await shown(open)).toContain('Revert');
    await context.close();
  });

  it('show HTML in a title as the text it is', async () => {
    const { page, context } = await stage.open('/changes?service=shop');
    await page.getByRole('link', { name: sneakyTitle }).click();
    await page.getByRole('heading', { level: 1, name: sneakyTitle }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toContain('<img');
    await context.close();
  });

  it('say so when a change is not known', async () => {
    const { page, context } = await stage.open(`/changes/${encodeURIComponent('example.org/nothing#1')}`);
    await page.getByRole('heading', { name: 'This change is not known' }).waitFor();
    expect(await page.getByText('example.org/nothing#1').count()).toBe(1);
    await context.close();
  });
});
