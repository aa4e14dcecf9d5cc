import { tellTheGovernedShop } from './support/governed.js';
import { openStage, type Stage } from './support/shop.js';

const sizes = [
  [1440, 900, 'light'],
  [1920, 1080, 'dark'],
  [390, 844, 'light'],
] as const;
describe('look', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ withData: false });
    await tellTheGovernedShop(stage.app);
  }, 60000);
  afterAll(() => stage?.close());
  it('looks', async () => {
    const { data } = await stage.app.graphql<any>(
      'mutation { grantException(policy: "verification-passed", services: ["basket"], until: "2027-01-01T00:00:00Z", why: "the test system is being moved") { id } }',
    );
    const run = (
      await stage.app.graphql<any>('mutation { runReport(report: "flow-weekly", period: "2026-W10") { id } }')
    ).data.runReport.id;
    const run2 = (
      await stage.app.graphql<any>('mutation { runReport(report: "flow-weekly", period: "2026-W11") { id } }')
    ).data.runReport.id;
    for (let i = 0; i < 100; i++) {
      const r = (
        await stage.app.graphql<any>(
          `{ a: report(id: "${run}") { state error } b: report(id: "${run2}") { state error } }`,
        )
      ).data;
      if (r.a.state === 'DONE' && r.b.state === 'DONE') break;
      await new Promise((d) => setTimeout(d, 500));
      if (i === 99) console.log(r);
    }
    const paths: Record<string, string> = {
      trail: '/trail?zone=UTC',
      trailfail: '/trail?zone=UTC&verdict=FAIL&who=ann',
      line: '/trail/' + encodeURIComponent('deployment:basket/production/d1') + '?zone=UTC',
      change: '/changes/' + encodeURIComponent('example.org/shop/basket#8') + '?zone=UTC',
      compliance: '/compliance?zone=UTC',
      exceptions: '/compliance/exceptions',
      population: '/compliance/population?kind=DEPLOYMENT&frozen=yes&seed=my+words&size=2',
      environment: '/compliance/environment?of=basket&environment=production&at=2026-03-12T00:00:00Z',
      readings: '/compliance/readings',
      reports: '/reports',
      run: `/reports?run=${run2}&other=${run}`,
    };
    const all: string[] = [];
    for (const [width, height, colorScheme] of sizes) {
      const { page, context, troubles } = await stage.open('/', { viewport: { width, height }, colorScheme });
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(stage.app.url + path);
        await page
          .getByRole('heading', { level: 1 })
          .waitFor()
          .catch((e) => all.push(name + e));
        await page.waitForLoadState('networkidle');
        await page.waitForTimeout(400);
        await page.screenshot({ path: `/tmp/shots/${name}-${width}.png`, fullPage: true });
        const side = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (side) all.push(`${name} ${width} scrolls ${side}`);
        const problem = await page.locator('[role=alert]').allInnerTexts();
        if (problem.length) all.push(name + problem.join());
      }
      all.push(...troubles);
      await context.close();
    }
    console.log(all, data);
  }, 300000);
});
