import { Tokens } from '../../src/access/tokens.js';
import { barriers } from './support/accessible.js';
import { shown, sidewaysScroll } from './support/browser.js';
import { tellTheGovernedShop } from './support/governed.js';
import { openStage, type Stage } from './support/shop.js';

const PATHS = [
  '/compliance?zone=UTC',
  '/compliance/exceptions?zone=UTC',
  '/compliance/population?zone=UTC&kind=DEPLOYMENT&frozen=yes&seed=my+words&size=1',
  '/compliance/environment?zone=UTC&of=basket&environment=production&at=2026-03-12T00:00:00Z',
  '/compliance/readings?zone=UTC',
];

describe('the Compliance page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it('says what to do while nothing was judged', async () => {
    const { page, context, troubles } = await stage.open('/compliance');
    await page.getByText('throughline policy list').waitFor();
    await context.close();
    expect(troubles).toEqual([]);
    await tellTheGovernedShop(stage.app);
  });

  it('counts verdicts by control and service in words, and leads to the findings and their evidence', async () => {
    const { page, context, troubles } = await stage.open('/compliance?zone=UTC');
    expect(await shown(page.getByRole('heading', { level: 1 }))).toBe(
      '6 of 13 verdicts failed, and of 2 the evidence is missing.',
    );
    const row = page.locator('.control-grid tr', { hasText: 'A ticket says why the change was made' });
    expect(await shown(row)).toMatch(/✕ 1 fail\s+✓ 1 pass/);
    await row.getByRole('link', { name: '1 Pass: A ticket says why the change was made, basket' }).click();
    await page.waitForURL(/policy=ticket-linked&verdict=PASS&service=basket/);
    await page.getByText('1 finding, the newest first').waitFor();
    const finding = page.locator('.findings > li');
    expect(await shown(finding)).toContain('It is linked to SHOP-41.');
    await finding.locator('summary').first().click();
    await finding.locator('.timeline > li').first().waitFor();
    await finding.locator('.timeline summary').first().click();
    expect(await shown(finding)).toContain('"SHOP-41"');
    expect(await barriers(page)).toEqual([]);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows the verdicts as they stood on any day', async () => {
    const { page, context } = await stage.open('/compliance?asOf=2020-01-01T00:00:00.000Z');
    await page.getByRole('heading', { level: 1, name: 'Nothing was judged in this time.' }).waitFor();
    expect(await shown(page.locator('.lead'))).toContain('As it stood on 1 Jan 2020');
    await context.close();
  });

  it('lets an administrator allow a deviation for a time, and take it back', async () => {
    const { page, context, troubles } = await stage.open('/compliance/exceptions?zone=UTC');
    await page.getByText('No exception is granted').waitFor();
    await page.getByLabel('Control').selectOption('approved-before-production');
    await page.getByLabel('Through this day').fill('2099-12-31');
    await page.getByLabel('Services, with commas').fill('basket');
    await page.getByRole('textbox', { name: 'Why' }).fill('=the reviewers were ill');
    await page.getByRole('button', { name: 'Grant it' }).click();
    await page.getByText('The exception is granted.').waitFor();
    const row = page.locator('tbody tr');
    expect(await shown(row)).toMatch(
      /approved-before-production\s+=the reviewers were ill\s+administrator\s+1 Jan 2100, 00:00:00/,
    );
    await stage.app.runtime.policies.evaluateAll();
    await page.goto(`${stage.app.url}/compliance?zone=UTC&verdict=EXCEPTION`);
    await page.getByText('1 finding, the newest first').waitFor();
    expect(await shown(page.locator('.findings'))).toContain(
      'Allowed by administrator until 1 Jan 2100, 00:00:00: =the reviewers were ill',
    );

    await page.goto(`${stage.app.url}/compliance/exceptions?zone=UTC`);
    await page.getByRole('button', { name: 'Take back the exception' }).click();
    await page.getByRole('button', { name: 'Really take back the exception' }).click();
    await page.getByText('No exception is granted').waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('freezes a population with count and hash, and draws lines that anybody can draw again', async () => {
    const { page, context, troubles } = await stage.open(
      '/compliance/population?zone=UTC&kind=DEPLOYMENT&environment=production',
    );
    await page.getByRole('button', { name: 'Freeze this population' }).click();
    await page.getByRole('heading', { name: /^2 lines as of/ }).waitFor();
    const hash = /SHA-256\s+([0-9a-f]{64})/.exec(await shown(page.locator('.frozen')))![1];
    const answer = await stage.app.graphql<{ population: { hash: string } }>(
      '{ population(filter: { kinds: [DEPLOYMENT], environments: ["production"] }) { hash } }',
    );
    expect(hash).toBe(answer.data.population.hash);
    expect(await shown(page.locator('main'))).toContain('No source gave reason to doubt');

    await page.getByRole('button', { name: 'Compare the sources' }).click();
    await page.getByText('2 of 2 deployments were seen by one source alone.').waitFor();
    await page.getByLabel('Seed').fill('my own words');
    await page.getByLabel('How many lines').fill('1');
    await page.getByRole('button', { name: 'Draw a sample' }).click();
    await page.getByText('1 line of 2 lines, by rank').waitFor();
    const drawn = await stage.app.graphql<{ sample: { drawn: { rank: string }[] } }>(
      '{ sample(filter: { kinds: [DEPLOYMENT], environments: ["production"] }, seed: "my own words", size: 1) { drawn { rank } } }',
    );
    expect(await page.locator('code[title]').first().getAttribute('title')).toBe(
      drawn.data.sample.drawn[0]!.rank,
    );
    const file = await page.getByRole('link', { name: 'Download the sample as CSV' }).getAttribute('href');
    expect(decodeURIComponent(file!)).toContain(`"${drawn.data.sample.drawn[0]!.rank}"`);
    const permalink = await page
      .getByRole('link', { name: 'Permalink to this population' })
      .getAttribute('href');
    await page.goto(`${stage.app.url}/compliance/population${permalink}`);
    await page.getByText('1 line of 2 lines, by rank').waitFor();
    expect(await shown(page.locator('.frozen'))).toContain(hash!);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('names what nobody announced, and where hosts differ', async () => {
    const { page, context, troubles } = await stage.open(PATHS[3]!);
    await page.getByText('2 changes nobody announced').waitFor();
    const unannounced = page.getByRole('table', { name: 'Changes that nobody announced' });
    expect(await shown(unannounced)).toMatch(/web-2\s+service:basket\s+1\.6-1/);
    await unannounced.getByRole('link', { name: 'access:ssh/9' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Shell as root on web-2' }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('shows auditors who read the trail, and turns readers away with a sentence', async () => {
    const { page, context } = await stage.open('/trail?zone=UTC&host=web-2');
    await page.getByText('4 lines').waitFor();
    await page.goto(`${stage.app.url}/compliance/readings?zone=UTC`);
    await page.getByText('{"hosts":["web-2"]}').first().waitFor();
    expect(await shown(page.locator('tbody'))).toMatch(/administrator\s+admin\s+Searched the trail/);
    await context.close();

    const tokens = new Tokens(stage.app.pool, stage.app.runtime.clock);
    const token = await tokens.createToken({ kind: 'api', name: 'kim', role: 'reader' });
    const reader = await stage.browser.newContext({ timezoneId: 'UTC' });
    const own = await reader.newPage();
    await own.goto(stage.app.url);
    await own.getByLabel(/token/i).fill(token);
    await own.keyboard.press('Enter');
    await own.getByRole('navigation', { name: 'Pages' }).waitFor();
    await own.goto(`${stage.app.url}/compliance/readings`);
    expect(await shown(own.getByRole('alert'))).toContain('Only an auditor or an administrator');
    await own.goto(`${stage.app.url}/compliance/population`);
    await own.getByText('Only auditors and administrators may freeze a population').waitFor();
    await own.goto(`${stage.app.url}/compliance/exceptions`);
    await own.getByText('No exception is granted').waitFor();
    expect(await own.getByRole('button', { name: 'Grant it' }).count()).toBe(0);
    await reader.close();
  });

  it.each([1920, 1440, 768, 390])('fits a window of %d pixels and can be read aloud', async (width) => {
    const { page, context, troubles } = await stage.open('/', { viewport: { width, height: 844 } });
    for (const path of PATHS) {
      await page.goto(stage.app.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect([path, await sidewaysScroll(page), await barriers(page)]).toEqual([path, 0, []]);
    }
    await context.close();
    expect(troubles).toEqual([]);
  });
});
