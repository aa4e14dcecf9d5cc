import { shown } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

describe('the Flow page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it('says in one sentence how long a change takes and how much is done again', async () => {
    const { page, context, troubles } = await stage.open('/?service=shop');
    await page.getByRole('heading', { level: 1, name: /Half of the changes/ }).waitFor();
    expect(await shown(page.getByRole('heading', { level: 1 }))).toBe(
      'Half of the changes reached production within 2 days; 16.7 % had to be reworked.',
    );
    expect(await shown(page.getByRole('region', { name: 'Lead time', exact: true }))).toMatch(/2\sd/);
    expect(await shown(page.getByRole('region', { name: 'Scrap rate' }))).toMatch(/16\.7\s%/);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows all time when the last 90 days hold nothing', async () => {
    const { page, context } = await stage.open('/');
    await page.getByText('All time:').first().waitFor();
    expect(await page.getByRole('combobox', { name: 'Time', exact: true }).inputValue()).toBe('all');
    await context.close();
  });

  it('carries zone, n, what was left out and the definition on every chart', async () => {
    const { page, context } = await stage.open('/?service=shop&zone=Europe/Amsterdam');
    await page.locator('#deployment-frequency').waitFor();
    // Each figure comes as soon as its own answer is there.
    await page.locator('.figure').nth(4).waitFor();
    const figures = await page.locator('.figure').all();
    expect(figures).toHaveLength(5);
    for (const figure of figures) {
      const text = await shown(figure);
      expect(text).toMatch(/n = \d+ of \d+ (changes|deployments)/);
      expect(text).toMatch(/None left out|Left out: \d/);
      expect(text).toContain('Zone Europe/Amsterdam');
      expect(text).toMatch(/Definition [A-Z_]+ v\d+/);
    }
    await context.close();
  });

  it('explains a definition in words and as the query that counts it', async () => {
    const { page, context } = await stage.open('/?service=shop');
    const button = page.locator('#lead-time-trend').getByRole('button', { name: /Definition/ });
    await button.click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/\bselect\b/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
    await context.close();
  });

  it('lists exactly the changes behind a number, and leads to each', async () => {
    const { page, context } = await stage.open('/?service=shop');
    await page.getByRole('button', { name: 'Evidence for Scrap rate' }).click();
    const drawer = page.getByRole('dialog', { name: 'Evidence: Scrap rate' });
    await drawer.getByText('1 change').waitFor();
    expect(await drawer.locator('.rows > li').count()).toBe(1);
    expect(await shown(drawer.locator('.rows'))).toContain('Add vouchers');
    expect(await shown(drawer.locator('.rows'))).toContain('Reverted');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Evidence for Lead time', exact: true }).click();
    await page.getByRole('dialog').getByText('5 changes').waitFor();
    expect(await page.getByRole('dialog').locator('.rows > li').count()).toBe(5);
    await context.close();
  });

  it('offers a table that holds exactly what the chart draws', async () => {
    const { page, context } = await stage.open('/?service=shop&bucket=DAY');
    const figure = page.locator('#lead-time-trend');
    const drawn = JSON.parse((await figure.locator('canvas[data-drawn]').getAttribute('data-drawn'))!) as {
      labels: string[];
      lines: { name: string; values: (number | null)[] }[];
    };
    await figure.getByRole('button', { name: /as a table/ }).click();
    const table = figure.getByRole('table');
    expect(await table.locator('tbody tr').count()).toBe(drawn.labels.length);
    for (const [index, line] of drawn.lines.entries()) {
      const cells = await table.locator(`tbody td:nth-child(${index + 3})`).all();
      const told = await Promise.all(
        cells.map(async (cell) => {
          const exact = cell.locator('data');
          if ((await exact.count()) > 0) return Number(await exact.getAttribute('value'));
          expect(await shown(cell)).toBe('no data');
          return null;
        }),
      );
      expect(told).toEqual(line.values);
    }
    expect(drawn.lines[0]!.values).toContain(null);
    await context.close();
  });

  it('keeps the question of a permalink whatever the visitor’s own zone and day', async () => {
    const { page, context } = await stage.open('/?service=shop');
    const link = await page
      .getByRole('link', { name: 'Permalink to How long changes take' })
      .getAttribute('href');
    const query = new URLSearchParams(link!.split('#')[0]);
    expect(query.get('asOf')).toMatch(/Z$/);
    expect(query.get('zone')).toBe('UTC');
    expect(query.get('from')).toMatch(/^2024-01-/);
    await context.close();
    const again = await stage.open(`/${link}`, { timezoneId: 'Asia/Tokyo' });
    await again.page.getByRole('heading', { level: 1, name: /within 2\sdays; 16\.7\s%/ }).waitFor();
    await again.context.close();
  });
});
