import fc from 'fast-check';
import { contrast, inkOn, over } from './ink.js';

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel).map(([r, g, b]) => `rgb(${r}, ${g}, ${b})`);
const channels = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

describe('the ink of a figure on a coloured cell', () => {
  it('can be read on any strength of any colour over any ground, as WCAG asks of text', () => {
    const strength = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(colour, colour, strength, (ground, laid, much) => {
        const seen = over(ground, laid, much);
        expect(contrast(seen, channels(inkOn(seen)))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('is measured as WCAG does', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
    expect(over('rgb(0, 0, 0)', 'rgba(200, 100, 50, 1)', 0.5)).toEqual([100, 50, 25]);
  });
});
