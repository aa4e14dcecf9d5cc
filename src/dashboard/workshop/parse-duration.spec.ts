import { parseDuration, parsePercent } from './parse-duration.js';

describe('what a person writes for how long something takes', () => {
  it.each([
    ['2 h', 7_200],
    ['90min', 5_400],
    ['1.5 days', 129_600],
    ['1,5 d', 129_600],
    ['3d 4h', 273_600],
    ['1\u00a0week', 604_800],
    ['0', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', '3', 'soon', '2 moons', '2 h or so', '-2 h'])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('what a person writes for a share', () => {
  it.each([
    ['80', 0.8],
    ['80 %', 0.8],
    ['0,5%', 0.005],
    ['100', 1],
  ])('%s is %d', (text, share) => {
    expect(parsePercent(text)).toBe(share);
  });

  it.each(['', '101', 'most', '-1'])('%j is none', (text) => {
    expect(parsePercent(text)).toBeUndefined();
  });
});
