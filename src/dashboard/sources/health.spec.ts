import { healthOf } from './health.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the health of a source', () => {
  it('is good while all is understood', () => {
    expect(healthOf({ received: 5, rejected: 0, dead: 0, refused: 0 }).state).toBe('good');
  });

  it('is silent, not good, before anything came', () => {
    expect(healthOf({ received: 0, rejected: 0, dead: 0, refused: 0 }).state).toBe('silent');
  });

  it('says what is wrong, all of it', () => {
    const { state, sentence } = healthOf({ received: 9, rejected: 1, dead: 2, refused: 3 });
    expect(state).toBe('trouble');
    expect(plain(sentence)).toBe(
      '1 delivery could not be understood; 2 deliveries failed again and again; 3 requests refused for want of a valid signature or token.',
    );
  });
});
