import { shown, visit } from './support/browser.js';
import { openStage, type Stage } from './support/shop.js';

describe('somebody who is not signed in', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it('is told how to sign in, and lands where they wanted to be', async () => {
    const { page, context } = await visit(stage.browser);
    await page.goto(`${stage.app.url}/sources`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await shown(page.getByRole('main'))).toContain('npm start');
    await page.getByLabel('Sign-in link or access token').fill('not a token');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'not known here' }).waitFor();

    await page.getByLabel('Sign-in link or access token').fill(stage.app.adminToken);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sources');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
  });

  it('may paste the whole sign-in link', async () => {
    const { page, context } = await visit(stage.browser);
    await page.goto(stage.app.url);
    await page.getByLabel('Sign-in link or access token').fill(await stage.app.signInUrl());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'How long does a change take?' }).waitFor();
    await context.close();
  });
});

describe('an empty store', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
  });
  afterAll(() => stage?.close());

  it.each(['/', '/changes'])('says on %s what to do next, and shows no zeros', async (path) => {
    const { page, context, troubles } = await stage.open(path);
    await page.getByText('npx throughline import git ~/src/my-repository').waitFor();
    expect(await shown(page.getByRole('main'))).not.toMatch(/\b0\b/);
    await context.close();
    expect(troubles).toEqual([]);
  });

  it('says on /sources how a source is added', async () => {
    const { page, context } = await stage.open('/sources');
    await page.getByText('npx throughline source add github').waitFor();
    await context.close();
  });
});
