import { barriers } from './support/accessible.js';
import { shown, sidewaysScroll } from './support/browser.js';
import { tellLate, tellTheGovernedShop } from './support/governed.js';
import { openStage, type Stage } from './support/shop.js';

/** Less than a tick of who makes reports: whoever asks for a run does not wait for it. */
const DONE_MS = 10_000;

describe('the Reports page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
    await tellTheGovernedShop(stage.app);
  });
  afterAll(() => stage?.close());

  it('lists the definitions, and says that none was run yet', async () => {
    const { page, context, troubles } = await stage.open('/reports');
    await page.getByRole('heading', { name: 'Flow of the week' }).waitFor();
    expect(await shown(page.locator('main'))).toContain(
      'No run yet. Run one above, or wait for its schedule.',
    );
    expect(await barriers(page)).toEqual([]);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('says why a period cannot be run', async () => {
    const { page, context } = await stage.open('/reports');
    await page.getByLabel('Period of Flow of the week').fill('last week');
    await page.getByRole('button', { name: 'Run Flow of the week now' }).click();
    await page.getByRole('alert').getByText('There is no period "last week"').waitFor();
    await context.close();
  });

  it('runs one now, follows it until it is done, and shows it in a frame in which nothing runs', async () => {
    for (const period of ['2026-W10', '2026-W11']) {
      const { page, context, troubles } = await stage.open('/reports?zone=UTC');
      await page.getByLabel('Period of Flow of the week').fill(period);
      await page.getByRole('button', { name: 'Run Flow of the week now' }).click();
      await page.getByRole('heading', { level: 1, name: `Flow of the week, ${period}` }).waitFor();
      await page.getByRole('heading', { name: 'Preview' }).waitFor({ timeout: DONE_MS });
      const frame = page.locator('iframe.preview');
      expect(await frame.getAttribute('sandbox')).toBe('');
      await page
        .frameLocator('iframe.preview')
        .getByRole('heading', { level: 1, name: /Flow of the week/ })
        .waitFor();
      expect(await barriers(page)).toEqual([]);
      await context.close();
      expect(troubles).toEqual([]);
    }
  }, 150_000);

  it('hands out every output', async () => {
    const { page, context } = await stage.open('/reports?zone=UTC');
    await page.getByRole('link', { name: 'Flow of the week, 2026-W11' }).click();
    await page.getByRole('heading', { name: 'Download' }).waitFor();
    const links = await page.locator('[aria-labelledby="outputs-title"] a').all();
    expect(links).toHaveLength(8);
    for (const link of links) {
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toMatch(/^flow-weekly_2026-W11/);
    }
    await context.close();
  });

  it('compares two periods by their frozen figures', async () => {
    const { page, context, troubles } = await stage.open('/reports?zone=UTC');
    await page.getByRole('link', { name: 'Flow of the week, 2026-W11' }).click();
    const other = page.getByLabel('With').locator('option', { hasText: '2026-W10' });
    await other.waitFor({ state: 'attached' });
    await page.getByLabel('With').selectOption(await other.getAttribute('value'));
    const median = page.locator('tr', { hasText: 'Lead time, median' });
    await median.waitFor();
    expect(await shown(median)).toMatch(/1 d\s+2 h\s+−22 h, better/);
    expect(page.url()).toContain('other=');
    await page.reload();
    await median.waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('tells what changed since, by the late events that moved each figure; the differences sum to the change', async () => {
    await tellLate(stage.app);
    const { page, context, troubles } = await stage.open('/reports?zone=UTC');
    await page.getByRole('link', { name: 'Flow of the week, 2026-W11' }).click();
    await page.getByRole('button', { name: 'Ask what changed since' }).click();
    await page.getByText('2 events of this period were recorded since').waitFor();
    const mean = page.locator('.moved', { has: page.getByRole('heading', { name: 'Lead time, mean' }) });
    // One commit took two hours; the late one a day: (2 h + 24 h) / 2 = 13 h.
    expect(await shown(mean)).toMatch(/Was 2 h, is now 13 h: \+11 h in all\./);
    expect(await shown(mean.locator('tbody'))).toMatch(/came\s+\+11 h/);
    await mean.locator('summary').first().click();
    await mean.locator('.timeline > li').first().waitFor();
    expect(await shown(mean.locator('.timeline'))).toMatch(/Told late|1\.7 of basket|Deployment 1\.7/);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('says so when a report is not known', async () => {
    const { page, context } = await stage.open('/reports?run=nothing');
    await page.getByRole('heading', { name: 'This report is not known' }).waitFor();
    await context.close();
  });

  it.each([1920, 1440, 768, 390])('fits a window of %d pixels', async (width) => {
    const { page, context, troubles } = await stage.open('/reports', { viewport: { width, height: 844 } });
    await page.getByRole('link', { name: 'Flow of the week, 2026-W11' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('link', { name: 'Flow of the week, 2026-W11' }).click();
    await page.getByRole('heading', { name: 'Preview' }).waitFor();
    await page.getByLabel('With').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await context.close();
    expect(troubles).toEqual([]);
  });
});
