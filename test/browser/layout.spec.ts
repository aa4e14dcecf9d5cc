import type { Page } from 'playwright-core';
import { shown, sidewaysScroll } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

const widths = [1440, 768, 390];
const pages = ['/', '/?service=shop&range=all&bucket=DAY', '/changes', '/sources', '/changes/unknown'];

const background = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.body).backgroundColor');

describe('the layout', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it.each(widths)('fits a window of %d pixels without scrolling sideways', async (width) => {
    const { page, context, troubles } = await stage.open('/', { viewport: { width, height: 900 } });
    for (const path of pages) {
      await page.goto(stage.app.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (path.startsWith('/?') || path === '/') {
        for (const toggle of await page.getByRole('button', { name: /as a table/ }).all())
          await toggle.click();
      }
      expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
    }
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('follows the system into the dark, and a choice outlives a reload', async () => {
    const { page, context } = await stage.open('/', { colorScheme: 'dark' });
    await page.locator('#deployment-frequency').waitFor();
    const dark = await background(page);
    expect(await page.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Dark' }).click();
    const light = await background(page);
    expect(light).not.toBe(dark);
    await page.reload();
    await page.locator('#deployment-frequency').waitFor();
    expect(await background(page)).toBe(light);
    await context.close();
  });

  it('prints in light colours, with the definitions and without the controls', async () => {
    const { page, context } = await stage.open('/', { colorScheme: 'dark' });
    await page.locator('#deployment-frequency').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await background(page)).toBe('rgb(255, 255, 255)');
    expect(
      await page.getByRole('search').getByRole('combobox', { name: 'Time', exact: true }).isVisible(),
    ).toBe(false);
    expect(await shown(page.locator('#lead-time-trend'))).toMatch(/Definition COMMIT_TO_DEPLOY v\d/);
    await context.close();
  });
});
