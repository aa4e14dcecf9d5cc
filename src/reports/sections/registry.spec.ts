import { loadDefinitions } from '../load-definitions.js';
import { readDefinition } from '../read-definition.js';

const definition = (more: string) =>
  readDefinition({
    name: 'mine',
    file: 'reports/mine/report.yaml',
    template: '',
    templateFile: 'reports/page.eta',
    text: `title: Mine\naudience: us\nperiod: previous month\noutputs: [html]\n${more}`,
  });

describe('definitions of reports on controls', () => {
  it.each([
    [
      'a framework that there is not',
      'sections:\n  - section: controls\n    framework: ISO 9000\n',
      /^sections\.0\.framework: /,
      7,
    ],
    [
      'a control that there is not',
      'sections: [controls]\ncontrols:\n  - ticket-linked\n  - ticket-liked\n',
      /^controls\.1: No section of this report checks a control "ticket-liked"\.$/,
      8,
    ],
    [
      'a control of which no section speaks',
      'sections: [method]\ncontrols: [ticket-linked]\n',
      /^controls\.0: No section/,
      6,
    ],
    [
      'a sample larger than anybody can look at',
      'sections:\n  - section: population\n    sample: { others: 5000 }\n',
      /^sections\.0\.sample\.others: /,
      7,
    ],
    [
      'hours that no clock shows',
      'sections:\n  - section: population\n    hours: { from: 25:00, to: 18:00 }\n',
      /^sections\.0\.hours\.from: /,
      7,
    ],
    [
      'a level that there is not',
      'sections:\n  - section: handoffs\n    level: FLOOR\n',
      /^sections\.0\.level: /,
      7,
    ],
  ])('are refused with line and reason for %s', (_, more, reason, line) => {
    const read = definition(more);
    if (!('refusals' in read)) throw new Error('It is not refused.');
    expect(read.refusals).toEqual([
      { file: 'reports/mine/report.yaml', line, reason: expect.stringMatching(reason) },
    ]);
  });

  it('are all in order as they come with us', async () => {
    const { all, refused } = await loadDefinitions();
    expect(refused).toEqual([]);
    expect(all).toHaveLength(10);
    for (const { cron, outputs } of all) {
      expect(cron).toBeDefined();
      expect(outputs).toHaveLength(8);
    }
  });
});
