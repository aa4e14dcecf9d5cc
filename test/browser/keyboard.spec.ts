import type { Page } from 'playwright-core';
import { focused } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

const MOST_STEPS = 80;

/** Tabs until what has the focus is called so. */
const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const seen: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    seen.push(now);
  }
  throw new Error(`Tab never reached ${name}; it passed ${seen.join(' | ')}.`);
};

describe('with the keyboard alone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it('a person skips to the content, reads a table, follows the evidence and opens an event', async () => {
    const { page, context } = await stage.open('/?service=shop');
    await page.locator('#deployment-frequency').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to content');
    await page.keyboard.press('Enter');

    await tabTo(page, 'How long changes take as a table');
    await page.keyboard.press('Space');
    await page.locator('#lead-time-distribution table').waitFor();

    await tabTo(page, 'Evidence for How long changes take');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('5 changes').waitFor();
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Evidence for How long changes take');

    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('5 changes').waitFor();
    await tabTo(page, 'Add a basket');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Add a basket' }).waitFor();
    await tabTo(page, /^Committed/);
    await page.keyboard.press('Enter');
    await page.getByText('"type": "commit.recorded"').waitFor();
    await context.close();
  });

  it('the services open, are chosen and close again, and the focus comes back', async () => {
    const { page, context } = await stage.open('/');
    await page.locator('#deployment-frequency').waitFor();
    await tabTo(page, 'All services');
    await page.keyboard.press('Enter');
    await page.getByLabel('blog').waitFor();
    await tabTo(page, 'Close');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.waitForURL(/service=blog/);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('blog');
    await context.close();
  });

  it('what has the focus can be seen', async () => {
    const { page, context } = await stage.open('/');
    await page.locator('#deployment-frequency').waitFor();
    await tabTo(page, 'Changes');
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await context.close();
  });
});
