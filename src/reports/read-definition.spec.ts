import { type DefinitionText, readDefinition, refusalText } from './read-definition.js';

const GOOD = `title: Flow
audience: managers
schedule:
  cron: 0 6 * * 1
  zone: Europe/Berlin
period: previous week
sections:
  - flow-figures
  - section: automation
    minutes: { 'shop.restart': 15 }
outputs: [html, pdf]
recipients:
  - email: ann@example.org
`;

const read = (text: string) => {
  const source: DefinitionText = {
    name: 'flow',
    file: 'reports/flow/report.yaml',
    text,
    template: '',
    templateFile: 'reports/page.eta',
  };
  return readDefinition(source);
};

const refusals = (text: string): string[] => {
  const found = read(text);
  return 'refusals' in found ? found.refusals.map(refusalText) : [];
};

describe('the definition of a report', () => {
  it('is read', () => {
    const found = read(GOOD);
    expect(found).toMatchObject({
      definition: {
        name: 'flow',
        cron: '0 6 * * 1',
        zone: 'Europe/Berlin',
        period: { previous: 'week' },
        scope: { environment: 'production' },
        sections: [
          { id: 'flow-figures', options: { weeks: 13 } },
          { id: 'automation', options: { minutes: { 'shop.restart': 15 } } },
        ],
        recipients: [{ email: 'ann@example.org', attach: ['pdf'] }],
      },
    });
  });

  it.each([
    [
      'cron: 0 6 * * 1',
      'cron: 0 6 * * 9',
      /^reports\/flow\/report.yaml:4: schedule.cron: "0 6 \* \* 9" is no cron/,
    ],
    ['zone: Europe/Berlin', 'zone: IST', /yaml:5: schedule.zone: There is no time zone "IST"/],
    ['previous week', 'previous fortnight', /yaml:6: period: must be "previous day"/],
    [
      '- flow-figures',
      '- flow-figure',
      /yaml:8: sections.0: There is no section "flow-figure": there are access-sessions/,
    ],
    ["shop.restart': 15", "shop.restart': -1", /yaml:10: sections.1.minutes.shop.restart: /],
    ['minutes:', 'seconds:', /yaml:10: sections.1.seconds: Unrecognized key/],
    ['[html, pdf]', '[html, doc]', /yaml:11: outputs.1: must be one of html, pdf/],
    ['email: ann@example.org', 'email: ann', /yaml:13: recipients.0/],
    ['email: ann@example.org', 'webhook: https://example.org', /yaml:13: recipients.0/],
    ['email: ann@example.org', 'slack: ftp://example.org', /yaml:13: recipients.0/],
    [
      'outputs:',
      'controls: [FOUR_EYES]\noutputs:',
      /yaml:11: controls.0: No section of this report checks a control "FOUR_EYES"/,
    ],
    ['title: Flow', 'title: [', /yaml:\d+: /],
    ['audience:', 'reader:', /yaml:1: audience: |yaml:2: reader: /],
  ])('is refused with file, line and reason, where %j became %j', (good, bad, expected) => {
    expect(refusals(GOOD.replace(good, bad))[0]).toMatch(expected);
  });

  it('is refused where it is nothing at all, or an endless one', () => {
    expect(refusals('')).not.toEqual([]);
    expect(refusals('- 1')).not.toEqual([]);
  });
});
