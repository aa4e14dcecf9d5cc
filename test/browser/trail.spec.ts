import { event } from '../audit/story.js';
import { tell } from '../reports/told.js';
import { barriers } from './support/accessible.js';
import { focused, shown, sidewaysScroll } from './support/browser.js';
import { tellTheGovernedShop } from './support/governed.js';
import { openStage, type Stage } from './support/shop.js';

const LINE = `/trail/${encodeURIComponent('deployment:basket/production/d1')}`;

describe('the audit trail', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it('says what to do next while nothing was recorded, and shows what comes by itself', async () => {
    const { page, context, troubles } = await stage.open('/trail?zone=UTC');
    await page.getByText('throughline import git').waitFor();
    await tellTheGovernedShop(stage.app);
    // It looks again every few seconds, perhaps while only some of them are there.
    await page.getByText(/\d\slines?, the newest first/).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('lists every act, the newest first: who, for whom, where, and how it was judged', async () => {
    const { page, context, troubles } = await stage.open('/trail?zone=UTC');
    await page.getByText('6 lines').waitFor();
    const rows = await page.locator('.rows > li').all();
    expect(await shown(rows[0]!)).toMatch(
      /Opened shell\s+Shell as root on web-2.*1 fail.*by Ann Lee, in production on web-2/s,
    );
    expect(await shown(rows[4]!)).toMatch(
      /1\.4 of basket to production.*by Ann Lee, done by stackstorm:bot \(not linked to a person\)/s,
    );
    expect(await barriers(page)).toEqual([]);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('answers each of the four questions, together too, and keeps them in the URL', async () => {
    const { page, context } = await stage.open('/trail?zone=UTC');
    const found = (text: string) => page.getByText(text, { exact: true }).waitFor();
    await found('6 lines, the newest first');

    await page.getByLabel('Person or account').fill('bob');
    await page.keyboard.press('Enter');
    await found('1 line, the newest first');
    await page.getByLabel('Person or account').fill('');
    await page.getByLabel('Host').fill('web-2');
    await page.keyboard.press('Enter');
    await found('4 lines, the newest first');
    await page.getByLabel('Verdict of a control').selectOption('Fail');
    await found('3 lines, the newest first');
    await page.getByLabel('Kind').selectOption('Deployment');
    await found('2 lines, the newest first');
    await page.getByLabel('Ticket').fill('SHOP-41');
    await page.keyboard.press('Enter');
    await found('1 line, the newest first');
    await page.reload();
    await found('1 line, the newest first');
    expect(await page.getByLabel('Verdict of a control').inputValue()).toBe('FAIL');

    await page.getByLabel('Ticket').fill('NONE-1');
    await page.keyboard.press('Enter');
    await found('Nothing fits. Ask one thing less, or a longer time.');
    await page.getByRole('button', { name: 'Clear' }).click();
    await found('6 lines, the newest first');
    await context.close();
  });

  it('says which person there is not', async () => {
    const { page, context } = await stage.open('/trail?who=nobody');
    expect(await shown(page.getByRole('alert'))).toContain('nobody');
    await context.close();
  });

  it('gives the whole list of the question to an auditor, as it stood', async () => {
    const { page, context } = await stage.open('/trail?zone=UTC&kind=DEPLOYMENT&verdict=FAIL');
    const link = page.getByRole('link', { name: 'Export all as NDJSON' });
    expect(await link.getAttribute('href')).toBe('/audit.ndjson?kind=DEPLOYMENT&verdict=FAIL');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const text = await streamText(await download.createReadStream());
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['deployment:basket/production/d2', 'deployment:basket/production/d1']);
    const permalink = await page.getByRole('link', { name: 'Permalink' }).getAttribute('href');
    expect(new URLSearchParams(permalink!).get('asOf')).toMatch(/Z$/);
    await context.close();
  });

  it('tells one deployment whole: four answers, every verdict with its evidence, and its story', async () => {
    const { page, context, troubles } = await stage.open(`${LINE}?zone=UTC`);
    await page.getByRole('heading', { level: 1, name: '1.4 of basket to production' }).waitFor();
    const answers = await shown(page.locator('.answers'));
    expect(answers).toMatch(
      /Began it\s+Ann Lee\s+ldap:alee, known to the system that told it, then in payments, line 2/,
    );
    expect(answers).toMatch(/Approved by Bob Ray, 2 Mar 2026, 11:00:00/);
    expect(answers).toMatch(/Hosts\s+web-1, web-2/);
    expect(answers).toMatch(/e2e: Success/);
    const verdict = page.locator('.findings > li', { hasText: 'A ticket says why the change was made' });
    expect(await shown(verdict)).toMatch(
      /Pass.*It is linked to SHOP-41.*ticket-linked version 1.*SOC 2 CC8\.1/s,
    );
    await verdict.getByRole('link').first().click();
    const open = page.locator('.timeline > li:has(details[open])');
    expect(await shown(open)).toContain('"SHOP-41"');
    expect(await shown(page.locator('.timeline'))).toContain('started by Ann Lee');
    expect(await barriers(page)).toEqual([]);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('hands the evidence pack out, with a proof of each event', async () => {
    const { page, context } = await stage.open(LINE);
    const link = page.getByRole('link', { name: 'Download the evidence pack' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('evidence-deployment-basket-production-d1.zip');
    const bytes = await streamText(await download.createReadStream(), 'latin1');
    for (const name of ['entry.json', 'events.ndjson', 'proof-1.json', 'README.txt'])
      expect(bytes).toContain(name);
    await context.close();
  });

  it('answers the same about a change, and leads to where it was applied', async () => {
    const { page, context, troubles } = await stage.open(
      `/changes/${encodeURIComponent('example.org/shop/basket#8')}?zone=UTC`,
    );
    await page.getByRole('heading', { level: 1, name: 'Quick <b>fix</b>' }).waitFor();
    const verdict = page.locator('.findings > li', { hasText: 'Approved before production' });
    expect(await shown(verdict)).toMatch(/Fail.*without an approval/s);
    await page.locator('.answers').getByRole('link', { name: '1.5' }).click();
    await page.getByRole('heading', { level: 1, name: '1.5 of basket to production' }).waitFor();
    expect(await shown(page.locator('.answers'))).toContain('web-1, web-2');
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('is searched with the keyboard alone', async () => {
    const { page, context } = await stage.open('/trail?zone=UTC');
    await page.getByText('6 lines').waitFor();
    await page.getByLabel('Person or account').focus();
    await page.keyboard.type('github:bob');
    await page.keyboard.press('Enter');
    await page.getByText('1 line, the newest first').waitFor();
    for (let step = 0; step < 30 && (await focused(page)) !== 'SHOP-41 Round the totals'; step++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'SHOP-41 Round the totals' }).waitFor();
    await context.close();
  });

  it.each([1920, 1440, 768, 390])('fits a window of %d pixels', async (width) => {
    const { page, context, troubles } = await stage.open('/trail', { viewport: { width, height: 844 } });
    for (const path of ['/trail', LINE, `/changes/${encodeURIComponent('example.org/shop/basket#8')}`]) {
      await page.goto(stage.app.url + path);
      await page.locator('.rows > li').first().waitFor();
      expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
    }
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('finds by itself what lies behind thousands of newer lines, and says when nothing does', async () => {
    const opened = Array.from({ length: 6_000 }, (_, n) =>
      event('access.opened', {
        at: new Date(Date.UTC(2026, 3, 1) + n * 60_000).toISOString(),
        access: `ssh/${100 + n}`,
        host: 'web-3',
        account: 'root',
      }),
    );
    await tell(stage.app, opened);
    await stage.app.settle();

    const { page, context, troubles } = await stage.open('/trail?zone=UTC&text=Quick');
    await page.getByRole('link', { name: 'Quick <b>fix</b>' }).first().waitFor();
    await page.getByText('1 line, the newest first', { exact: true }).waitFor();
    await page.goto(`${stage.app.url}/trail?zone=UTC&text=nowhere-to-be-found`);
    await page.getByText('Nothing fits. Ask one thing less, or a longer time.').waitFor();
    expect(await page.getByText('0 lines').count()).toBe(0);
    await context.close();
    expect(troubles).toEqual([]);
  });
});

const streamText = async (
  stream: AsyncIterable<Buffer>,
  encoding: BufferEncoding = 'utf8',
): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString(encoding);
};
