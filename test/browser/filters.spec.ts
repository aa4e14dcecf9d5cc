import { shown } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

describe('the filters', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it('live in the URL, so that they survive a reload', async () => {
    const { page, context } = await stage.open('/');
    await page.getByRole('button', { name: 'All services' }).click();
    await page.getByLabel('blog').check();
    await page.keyboard.press('Escape');
    await page.getByLabel('Lead time from').selectOption('COMMIT_TO_DEPLOY');
    await page.getByRole('combobox', { name: 'Time', exact: true }).selectOption('custom');
    await page.getByLabel('From', { exact: true }).fill('2024-01-08');
    await page.getByRole('textbox', { name: 'Through' }).fill('2024-01-12');
    await page.keyboard.press('Enter');
    await page.waitForURL(/from=2024-01-08.*to=2024-01-12/);
    const before = new URL(page.url()).search;
    expect(before).toContain('service=blog');
    const sentence = await page.getByRole('heading', { level: 1, name: /within 1\sday;/ }).textContent();

    await page.reload();
    await page.getByRole('heading', { level: 1, name: /within/ }).waitFor();
    expect(new URL(page.url()).search).toBe(before);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(sentence);
    expect(await page.getByRole('button', { name: 'blog', exact: true }).count()).toBe(1);
    await context.close();
  });

  it('go back with the browser’s back button', async () => {
    const { page, context } = await stage.open('/?service=shop');
    await page.getByRole('heading', { level: 1, name: /Half/ }).waitFor();
    await page.getByRole('combobox', { name: 'Time', exact: true }).selectOption('30d');
    await page.getByRole('heading', { level: 1, name: /No change was made/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: /Half/ }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Time', exact: true }).inputValue()).toBe('all');
    await context.close();
  });

  it('show a time without data as no data, and a way out', async () => {
    const { page, context } = await stage.open('/?range=30d');
    await page.getByRole('heading', { level: 1, name: /No change was made/ }).waitFor();
    const tile = page.getByRole('region', { name: 'Lead time', exact: true });
    expect(await shown(tile.locator('.value'))).toBe('no data');
    expect(await page.locator('#lead-time-trend canvas').count()).toBe(0);
    await page.getByRole('button', { name: 'Look at all time' }).click();
    await page.getByRole('heading', { level: 1, name: /Half/ }).waitFor();
    await context.close();
  });

  it('go along from page to page', async () => {
    const { page, context } = await stage.open('/?service=blog');
    await page.getByRole('link', { name: 'Changes' }).click();
    await page.getByText('1 change', { exact: true }).waitFor();
    expect(page.url()).toContain('/changes?service=blog');
    await context.close();
  });
});
