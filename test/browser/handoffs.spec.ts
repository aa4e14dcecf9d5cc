import type { Page } from 'playwright-core';
import { focused, shown, sidewaysScroll } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';
import { tellALargeDesk, tellTheTickets } from './support/tickets.js';

const DAY = 86_400;
const HOUR = 3_600;

interface Drawn {
  labels: string[];
  lines: { name: string; values: never[] }[];
}

const drawn = async (page: Page, figure: string): Promise<Drawn> =>
  JSON.parse((await page.locator(`${figure} canvas[data-drawn]`).getAttribute('data-drawn'))!) as Drawn;

const loaded = (page: Page): Promise<void> => page.locator('#queues').waitFor();

describe('the Handoffs page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it('says what to do next while nothing was handed over, and shows what comes by itself', async () => {
    const { page, context, troubles } = await stage.open('/handoffs');
    await page.getByText('throughline import log FILE').waitFor();
    await tellTheTickets(stage.app);
    await page.getByRole('heading', { level: 1, name: /handoffs of/ }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('draws who hands over to whom at the level of the URL, and the same in its table', async () => {
    const { page, context } = await stage.open('/handoffs?level=TEAM');
    await loaded(page);
    expect(await shown(page.getByRole('heading', { level: 1 }))).toBe(
      '6 handoffs of 3 items waited 8.3 days in all, half of them at most 1 day.',
    );
    const [cells] = (await drawn(page, '#handoff-matrix')).lines;
    expect(cells!.values).toEqual([
      { x: 'field', y: 'desk', v: 6 * DAY },
      { x: 'network', y: 'field', v: 8 * HOUR },
      { x: 'desk', y: 'field', v: 2 * DAY },
    ]);
    await page.getByRole('button', { name: 'Who hands over to whom as a table' }).click();
    const rows = await page.locator('#handoff-matrix tbody tr').all();
    expect(rows).toHaveLength(3);
    expect(await shown(rows[0]!)).toMatch(/desk → field\s+3\s+6 d/);
    await context.close();
  });

  it('shares all waiting out among the handoffs, and ranks the bottlenecks by it', async () => {
    const { page, context } = await stage.open('/handoffs?level=TEAM');
    await loaded(page);
    expect(await shown(page.locator('#lost-by-handoff .ring-parts'))).toMatch(
      /desk → field\s+72 %\s+field → desk\s+24 %\s+field → network\s+4 %/,
    );
    const ranked = await drawn(page, '#bottlenecks');
    expect(ranked.labels).toEqual(['desk → field', 'field → desk', 'field → network']);
    expect(ranked.lines[0]!.values).toEqual([6 * DAY, 2 * DAY, 8 * HOUR]);
    const pingPong = await drawn(page, '#ping-pong');
    expect(pingPong).toMatchObject({ labels: ['desk ⇄ field'], lines: [{ values: [0.5] }] });
    const flow = await drawn(page, '#handoff-flow');
    expect(flow.lines[0]!.values).toContainEqual({ from: 'from desk', to: 'to field', flow: 3 });
    await context.close();
  });

  it('leads from a cell to its handoffs, by click and by keyboard', async () => {
    const { page, context } = await stage.open('/handoffs?level=TEAM');
    await loaded(page);
    await page.locator('#bottlenecks canvas').scrollIntoViewIfNeeded();
    const box = (await page.locator('#bottlenecks canvas').boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.35, box.y + 24);
    const drawer = page.getByRole('dialog', { name: 'Handoffs from desk to field' });
    await drawer.getByText('3 handoffs').waitFor();
    expect(await drawer.locator('.rows > li').count()).toBe(3);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Who hands over to whom as a table' }).click();
    const cell = page
      .locator('#handoff-matrix')
      .getByRole('button', { name: 'Handoffs from field to network' });
    await cell.focus();
    await page.keyboard.press('Enter');
    const other = page.getByRole('dialog', { name: 'Handoffs from field to network' });
    await other.getByText('2 handoffs').waitFor();
    expect(await shown(other.locator('.rows'))).toContain('SHOP-3');
    await page.keyboard.press('Escape');
    await other.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Handoffs from field to network');
    await context.close();
  });

  it('lists what waits at a holder now', async () => {
    const { page, context } = await stage.open('/handoffs?level=TEAM');
    await loaded(page);
    await page.getByRole('button', { name: 'What waits now as a table' }).click();
    await page.getByRole('button', { name: 'What waits at network' }).click();
    const drawer = page.getByRole('dialog', { name: 'What waits at network' });
    await drawer.getByText('1 item').waitFor();
    expect(await shown(drawer.locator('.rows'))).toContain('SHOP-3');
    await context.close();
  });

  it('leads from an item that is a change to its page', async () => {
    const { page, context } = await stage.open('/handoffs');
    await loaded(page);
    await page.getByRole('button', { name: 'Handoffs behind Who hands over to whom' }).click();
    await page.getByRole('link', { name: 'Sell vouchers' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Sell vouchers' }).waitFor();
    await context.close();
  });

  it('keeps level, time and zone in the permalink, and carries its proof on every figure', async () => {
    const { page, context } = await stage.open('/handoffs?zone=Europe/Amsterdam');
    await loaded(page);
    await page.getByRole('combobox', { name: 'Between' }).selectOption('Teams');
    await page.waitForURL(/level=TEAM/);
    await page.getByRole('heading', { level: 1, name: /^6/ }).waitFor();
    await page.locator('#bottlenecks').waitFor();
    const figures = await page.locator('.figure').all();
    expect(figures).toHaveLength(7);
    for (const figure of figures) {
      const text = await shown(figure);
      expect(text).toMatch(/n = \d+ of \d+ (handoffs|items)/);
      expect(text).toContain('Zone Europe/Amsterdam');
      expect(text).toMatch(/Definition HANDOFF_WAIT v\d+/);
    }
    await page.getByRole('combobox', { name: 'Waits in' }).selectOption('Business hours');
    await page.getByText('serve --calendars').waitFor();
    const link = await page
      .getByRole('link', { name: 'Permalink to Who hands over to whom' })
      .getAttribute('href');
    const query = new URLSearchParams(link!.split('#')[0]);
    expect(Object.fromEntries(query)).toMatchObject({
      level: 'TEAM',
      time: 'BUSINESS',
      zone: 'Europe/Amsterdam',
    });
    expect(query.get('asOf')).toMatch(/Z$/);
    await context.close();
  });

  it('draws the twenty with most waiting of a large matrix, says so, and fits every window', async () => {
    await tellALargeDesk(stage.app, 26);
    for (const width of [1920, 1440, 768, 390]) {
      const { page, context, troubles } = await stage.open('/handoffs', { viewport: { width, height: 900 } });
      await loaded(page);
      expect(await shown(page.locator('#handoff-matrix .meaning'))).toMatch(
        /the 20 of \d\d with most waiting/,
      );
      const [cells] = (await drawn(page, '#handoff-matrix')).lines;
      const names = new Set((cells!.values as { x: string; y: string }[]).flatMap(({ x, y }) => [x, y]));
      expect(names.size).toBeLessThanOrEqual(20);
      expect(await sidewaysScroll(page)).toBe(0);
      for (const toggle of await page.getByRole('button', { name: /as a table/ }).all()) await toggle.click();
      expect([width, await sidewaysScroll(page)]).toEqual([width, 0]);
      await context.close();
      expect(troubles).toEqual([]);
    }
  }, 90_000);
});
