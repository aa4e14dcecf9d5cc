import { headline } from './headline.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the page in one sentence', () => {
  it('says how long a change takes and how much is done again', () => {
    expect(plain(headline({ p50: 4_037_564.16, scrapRate: 0.004617, environment: 'production' }))).toBe(
      'Half of the changes reached production within 46.7 days; 0.46 % had to be reworked.',
    );
  });

  it('never turns missing data into zero', () => {
    expect(headline({ p50: null, scrapRate: null, environment: 'staging' })).toBe(
      'No change was made, and none reached staging, in this time.',
    );
    expect(headline({ p50: 3_600, scrapRate: null, environment: 'staging' })).not.toContain('%');
    expect(headline({ p50: null, scrapRate: 0, environment: 'staging' })).toContain(
      'No change reached staging',
    );
  });
});
