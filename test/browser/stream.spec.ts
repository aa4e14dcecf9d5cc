import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { record } from '../support/read-models.js';
import { barriers } from './support/accessible.js';
import { shown, sidewaysScroll } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-05T09:00:00Z');

interface Stay {
  readonly state: string;
  readonly hours: number;
}
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString();

/** Ticket `n`: how long it was in which state; the last is where it is, unless it is done. */
const ticket = (n: number, stays: readonly Stay[], done: boolean): DeliveryEvent[] => {
  const item = `SHOP-${n}`;
  const common = { source: 'test', item, kind: 'Story' } as const;
  let hours = n * 5;
  const events: DeliveryEvent[] = [
    { ...common, type: 'item.created', id: eventId('item.created', item), at: at(hours) },
  ];
  let from = 'To do';
  for (const [i, stay] of stays.entries()) {
    hours += i === 0 ? 20 : stays[i - 1]!.hours;
    events.push({
      ...common,
      type: 'item.moved',
      id: eventId('item.moved', item, i),
      at: at(hours),
      from,
      to: stay.state,
      active: stay.state !== 'Waits for review',
    });
    from = stay.state;
  }
  hours += stays.at(-1)!.hours;
  const closed = { ...common, type: 'item.closed', id: eventId('item.closed', item), at: at(hours) } as const;
  return done ? [...events, closed] : events;
};

const tickets = Array.from({ length: 60 }, (_, n) =>
  ticket(
    n,
    [
      { state: 'Building', hours: 6 + (n % 5) },
      { state: 'Waits for review', hours: 40 + (n % 7) * 6 },
      { state: 'Review', hours: 2 },
      ...(n % 4 === 0
        ? [
            { state: 'Building', hours: 4 },
            { state: 'Waits for review', hours: 20 },
            { state: 'Review', hours: 1 },
          ]
        : []),
      { state: 'Acceptance', hours: 10 },
    ].slice(0, n < 56 ? 9 : 2),
    n < 56,
  ),
).flat();

const DESK = `name: desk
owner: ann
steps:
  - name: Build
    start: { event: item.moved, state: Building }
    stop: { event: item.moved, from: Building }
  - name: Check
    start: { event: item.moved, state: Review }
    stop: { event: item.moved, from: Review }
`;

const shots = process.env['THROUGHLINE_SHOTS'];

describe('the page of the value stream', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it('says what to do next while no item is known, and draws what comes by itself', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all');
    await page.getByText('throughline import log FILE').waitFor();
    await record(stage.app.pool, tickets);
    await stage.app.settle();
    await page.getByRole('heading', { level: 1, name: /items came through/ }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('draws the map as the events show it, and tells of every step', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all');
    await page.getByRole('heading', { level: 1, name: /items came through/ }).waitFor();
    const boxes = await page.locator('.stream-box .stream-name').allTextContents();
    expect(boxes).toEqual(['To do', 'Building', 'Waits for review', 'Review', 'Acceptance']);
    expect(await shown(page.locator('.stream-wait.slowest'))).toMatch(/longest wait in all/);
    await page.getByRole('button', { name: /^Review/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Review' });
    expect(await shown(drawer)).toMatch(/70 visits ended here/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'The map as a table' }).click();
    expect(await page.locator('#stream-map tbody tr').count()).toBe(5);
    await page
      .locator('#forecast')
      .getByText(/nobody can say/)
      .waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('opens a step to its items, page by page, and each to what was told of it', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all');
    const box = page.getByRole('button', { name: /^Waits for review/ });
    await box.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Waits for review' });
    await drawer.getByText('70 visits, the longest first').waitFor();
    expect(new URL(page.url()).searchParams.get('step')).toBe('Waits for review');
    expect(await drawer.locator('.rows > li').count()).toBe(50);
    expect(await shown(drawer.locator('.rows > li').first())).toMatch(/SHOP-13, waited 3\.2 d/);
    await drawer.getByRole('button', { name: 'Show more' }).click();
    await drawer.locator('.rows > li').nth(69).waitFor();
    expect(await drawer.locator('.rows > li').count()).toBe(70);
    await drawer.getByRole('combobox').selectOption('PROCESS');
    await drawer.getByText('70 visits, the longest first').waitFor();
    expect(new URL(page.url()).searchParams.get('order')).toBe('PROCESS');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.locator('.stream-box:focus .stream-name').textContent()).toBe('Waits for review');
    expect(new URL(page.url()).search).toBe('?range=all');
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('lists what is still at a step, the longest there first, each leading to its story', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all&step=Waits+for+review');
    const drawer = page.getByRole('dialog', { name: 'Waits for review' });
    await drawer.getByText('4 items here at the end of this time').click();
    await drawer.getByText('4 items, the longest here first').waitFor();
    const here = drawer.locator('details .rows > li');
    expect((await here.locator('.row-main').allTextContents()).map((name) => name.trim())).toEqual(
      [56, 57, 58, 59].map((n) => `SHOP-${n}`),
    );
    expect(await barriers(page)).toEqual([]);
    await here.first().getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'SHOP-56' }).waitFor();
    expect(await page.locator('.timeline .event-name').last().textContent()).toBe(
      'Moved to Waits for review',
    );
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows by its address the wait that somebody looked at', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all');
    await page.getByRole('button', { name: /^Wait before Acceptance/ }).click();
    const wait = page.getByRole('dialog', { name: 'Wait before Acceptance' });
    await wait.getByRole('button', { name: 'Visits from Review to Acceptance' }).click();
    const way = page.getByRole('dialog', { name: 'Review → Acceptance' });
    await way.getByText('56 visits, the longest first').waitFor();
    const link = (await way
      .getByRole('link', { name: 'Permalink to Review → Acceptance' })
      .getAttribute('href'))!;
    expect(link).toMatch(/asOf=/);
    expect(await barriers(page)).toEqual([]);
    await page.goto(new URL(link, page.url()).href);
    await way.getByText('56 visits, the longest first').waitFor();
    await way
      .getByRole('link', { name: /^Event 1 of SHOP-/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: 'Its story' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/items\/SHOP-\d+$/);
    // Told as it was known when the map was looked at.
    expect(new URL(page.url()).searchParams.get('asOf')).toBe(
      new URL(link, page.url()).searchParams.get('asOf'),
    );
    expect(await page.locator('.event details[open]').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    await page.goto(`${stage.app.url}/stream?range=all&step=Nap`);
    await page.getByText('The map has no such place in this time').waitFor();
    await page.goto(`${stage.app.url}/items/SHOP-999`);
    await page.getByRole('heading', { level: 1, name: 'This item is not known' }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('tries again what an address tries', async () => {
    const { page, context, troubles } = await stage.open('/stream?range=all');
    const panel = page.locator('#what-if');
    await panel.getByText('Choose a step and what would be different at it.').waitFor();
    await panel.getByRole('combobox').first().selectOption('Review');
    await panel.getByRole('combobox').nth(1).selectOption('REMOVE_STEP');
    await panel.getByRole('button', { name: 'Try it' }).click();
    await panel.getByText('Review: leave it out').waitFor();
    await panel.getByRole('link', { name: 'Permalink to What if' }).waitFor();
    await page.reload();
    await panel.getByText('Review: leave it out').waitFor();
    const link = (await panel.getByRole('link', { name: 'Permalink to What if' }).getAttribute('href'))!;
    expect(link).toMatch(/try=without/);
    await page.goto(new URL(link, page.url()).href);
    await panel.locator('tbody').first().waitFor();
    expect(await shown(panel)).toMatch(/Predicted/);
    await panel.getByRole('button', { name: 'Do not try Review: leave it out' }).click();
    await panel.getByText('Choose a step and what would be different at it.').waitFor();
    expect(new URL(page.url()).searchParams.has('try')).toBe(false);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('follows a definition that an administrator writes on it', async () => {
    const { page, context } = await stage.open('/stream?range=all');
    await page.getByText('Not defined: drawn as the events show it').click();
    const text = page.getByRole('textbox', { name: 'Definition, YAML' });
    await text.fill(DESK.replace('owner: ann\n', ''));
    await page.getByRole('button', { name: 'Let it hold from now on' }).click();
    expect(await shown(page.getByRole('alert'))).toMatch(/stream:1:1 owner: a stream has an owner/);
    await text.fill(DESK);
    await page.getByRole('button', { name: 'Let it hold from now on' }).click();
    await page.locator('.stream-box', { hasText: 'Check' }).waitFor();
    expect(new URL(page.url()).searchParams.get('stream')).toBe('desk');
    expect(await page.locator('.stream-box').count()).toBe(2);
    await context.close();
  });

  it('stands within the screen, wide and narrow', async () => {
    for (const [width, height] of [
      [390, 844],
      [1440, 900],
      [1920, 1080],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, context } = await stage.open('/stream?range=all', {
          viewport: { width, height },
          colorScheme,
        });
        await page.locator('#forecast .proof').waitFor();
        expect(await sidewaysScroll(page)).toBe(0);
        if (shots)
          await page.screenshot({ path: `${shots}/stream-${width}-${colorScheme}.png`, fullPage: true });
        await context.close();
      }
    }
  });
});
