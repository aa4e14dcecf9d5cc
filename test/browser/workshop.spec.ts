import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { barriers } from './support/accessible.js';
import { shown, sidewaysScroll, type Visit, visit } from './support/browser.js';
import { type Cable, layCable } from './support/cable.js';
import { openStage, type Stage } from './support/shop.js';
import { tellTheTickets } from './support/tickets.js';

const CUT_OFF_MS = 30_000;

/** The browsers of one room: each its own person, all in one workshop. */
describe('a workshop in the browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
    await tellTheTickets(stage.app);
  });
  afterAll(() => stage?.close());

  const sit = async (name: string, path: string, url = stage.app.url): Promise<Visit> => {
    const visitor = await visit(stage.browser);
    const signIn = new URL(await stage.app.signInUrl());
    await visitor.page.goto(url + signIn.pathname + signIn.search);
    await visitor.page.goto(url + path);
    await visitor.page.getByLabel('Your name').fill(name);
    await visitor.page.keyboard.press('Enter');
    return visitor;
  };

  const startWorkshop = async (page: Page, title: string): Promise<string> => {
    await page.getByLabel('What is it about?').fill(title);
    await page.getByRole('button', { name: 'Start a workshop' }).click();
    await page.getByText('Connected, everything is saved').waitFor();
    return new URL(page.url()).pathname;
  };

  const addStep = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Name of a new step').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name, exact: true }).waitFor();
  };

  it('drafts its map from the events and shows what is believed beside what was measured', async () => {
    const { page, context, troubles } = await sit('Fay', '/workshop');
    await page.getByText('No workshop was held yet').waitFor();
    await startWorkshop(page, 'Where do tickets wait?');
    await page.getByText('Nothing is measured on this board yet.').waitFor();
    await page.getByLabel('From', { exact: true }).fill('2024-01-01');
    await page.getByLabel('Through').fill('2024-12-31');
    await page.getByRole('button', { name: 'Draft the map' }).click();
    await page.getByText('These numbers stay as they are').waitFor();
    const card = page.locator('.step-card').first();
    await card.waitFor();
    const name = (await card.locator('section').getAttribute('aria-label'))!;
    await page.getByLabel(`Believed Lead time of ${name}`, { exact: true }).fill('5 min');
    await page.keyboard.press('Tab');
    expect(await shown(card)).toMatch(/Measured .* times longer|More than measured|no data/);
    await page.getByLabel(`Believed %C&A of ${name}`, { exact: true }).fill('lots');
    await page.keyboard.press('Tab');
    await card.getByText('Write a percentage: 80.').waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows the new distribution of a change, and keeps it with its prediction', async () => {
    const { page, context, troubles } = await sit('Fay', '/workshop');
    await startWorkshop(page, 'What if');
    await page.getByLabel('From', { exact: true }).fill('2024-01-01');
    await page.getByLabel('Through').fill('2024-12-31');
    await page.getByRole('button', { name: 'Draft the map' }).click();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('half the wait').first().waitFor();
    const table = page.getByRole('table', { name: 'Flow time, recorded and predicted' });
    await table.waitFor();
    expect(await shown(table)).toContain('85 % within');
    expect(new URL(page.url()).searchParams.get('try')).toMatch(/^wait:0\.5:/);
    await page.reload();
    await page.getByText('half the wait').first().waitFor();
    await table.waitFor();
    await page.getByLabel('Name of the future state').fill('Quicker start');
    await page.getByRole('button', { name: 'Save with its prediction' }).click();
    const future = page.locator('.workshop li.future', {
      has: page.getByRole('heading', { name: 'Quicker start' }),
    });
    await future.waitFor();
    await future.getByRole('button', { name: 'Compare with what came' }).click();
    await future.getByText('No item was finished since.').waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows an edit of one in the other within a second', async () => {
    const ada = await sit('Ada', '/workshop');
    const path = await startWorkshop(ada.page, 'Two in a room');
    const bo = await sit('Bo', path);
    await bo.page.getByText('Connected, everything is saved').waitFor();
    await ada.page.locator('.people').getByText('Bo', { exact: true }).waitFor();
    await bo.page.locator('.people').getByText('Ada', { exact: true }).waitFor();

    await addStep(ada.page, 'Review');
    await bo.page.getByRole('region', { name: 'Review', exact: true }).waitFor({ timeout: 1_000 });
    await bo.page.getByLabel('Believed Lead time of Review').fill('2 days');
    const typed = performance.now();
    await bo.page.keyboard.press('Enter');
    const believed = ada.page.getByLabel('Believed Lead time of Review');
    while ((await believed.inputValue()) === '' && performance.now() - typed < 5_000) await sleep(10);
    expect(await believed.inputValue()).toMatch(/^2.d$/);
    expect(performance.now() - typed).toBeLessThan(1_000);

    await ada.page.getByRole('button', { name: 'Review is the bottleneck, 0 votes' }).click();
    await bo.page.getByRole('button', { name: /bottleneck, 1.vote$/ }).click();
    await ada.page.getByRole('button', { name: /bottleneck, 2.votes$/ }).waitFor({ timeout: 1_000 });
    await ada.context.close();
    await bo.page.locator('.people').getByText('Ada', { exact: true }).waitFor({ state: 'detached' });
    await bo.context.close();
    expect([...ada.troubles, ...bo.troubles]).toEqual([]);
  });

  describe('when one is cut off for 30 seconds', () => {
    let cable: Cable;
    beforeAll(async () => {
      cable = await layCable(stage.app.url);
    });
    afterAll(() => cable?.close());

    it('loses nothing of what either did meanwhile', async () => {
      const ada = await sit('Ada', '/workshop');
      const path = await startWorkshop(ada.page, 'Through a tunnel');
      await addStep(ada.page, 'Build');
      const bo = await sit('Bo', path, cable.url);
      await bo.page.getByRole('region', { name: 'Build', exact: true }).waitFor();

      cable.pull();
      await bo.page.getByText(/^No connection/).waitFor();
      const since = performance.now();
      await addStep(bo.page, 'Deploy');
      await bo.page.getByLabel('Believed Process time of Build').fill('20 min');
      await bo.page.keyboard.press('Enter');
      await bo.page.getByLabel('New note on Build').fill('The runner is always full');
      await bo.page.keyboard.press('Enter');
      await bo.page.getByText('4 edits kept here and sent later').waitFor();
      await addStep(ada.page, 'Test');
      await ada.page.getByLabel('Believed %C&A of Build').fill('70');
      await ada.page.keyboard.press('Enter');
      await sleep(CUT_OFF_MS - (performance.now() - since));
      expect(await ada.page.getByRole('region', { name: 'Deploy', exact: true }).count()).toBe(0);

      cable.plugIn();
      await bo.page.getByText('Connected, everything is saved').waitFor();
      for (const { page } of [ada, bo]) {
        for (const name of ['Build', 'Deploy', 'Test']) {
          await page.getByRole('region', { name, exact: true }).waitFor();
        }
        await page.getByText('The runner is always full').waitFor();
        expect(await page.getByLabel('Believed Process time of Build').inputValue()).toMatch(/^20.min$/);
        expect(await page.getByLabel('Believed %C&A of Build').inputValue()).toMatch(/^70.%$/);
      }
      await ada.context.close();
      await bo.context.close();
      expect(ada.troubles).toEqual([]);
    });

    it('keeps what was not sent even when the window is closed and opened again', async () => {
      const ada = await sit('Ada', '/workshop');
      const path = await startWorkshop(ada.page, 'Closed too early');
      const bo = await sit('Bo', path, cable.url);
      await bo.page.getByText('Connected, everything is saved').waitFor();
      cable.pull();
      await bo.page.getByText(/^No connection/).waitFor();
      await addStep(bo.page, 'Remembered');
      await bo.page.close();
      cable.plugIn();
      const again = await bo.context.newPage();
      await again.goto(cable.url + path);
      await ada.page.getByRole('region', { name: 'Remembered', exact: true }).waitFor();
      await ada.context.close();
      await bo.context.close();
    });
  });

  it('fits on a phone and can be read by a screen reader', async () => {
    const ada = await sit('Ada', '/workshop');
    await startWorkshop(ada.page, 'On a phone');
    await addStep(ada.page, 'Review');
    await ada.page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(ada.page)).toBe(0);
    expect(await ada.page.locator('[aria-live="polite"]').count()).toBe(1);
    expect(await barriers(ada.page)).toEqual([]);
    await ada.context.close();
  });
});
