import fc from 'fast-check';
import { arbitraryEvent } from '../../test/support/arbitrary-event.js';
import { currentEvents, currentTelling } from './current.js';
import type { DeliveryEvent } from './vocabulary.js';

const told = (more: Partial<DeliveryEvent> = {}): DeliveryEvent =>
  ({
    type: 'commit.recorded',
    id: 'one',
    at: '2026-01-05T08:00:00.000Z',
    source: 'test',
    repo: 'example.org/shop/basket',
    sha: '1'.repeat(40),
    authoredAt: '2026-01-05T08:00:00.000Z',
    committedAt: '2026-01-05T08:00:00.000Z',
    title: 'Start',
    ...more,
  }) as DeliveryEvent;

describe('what is known of a fact', () => {
  it('is filled from all its tellings', () => {
    const known = currentTelling([told({ url: 'https://example.org/1' }), told({ links: ['ticket:ABC-1'] })]);
    expect(known).toMatchObject({ url: 'https://example.org/1', links: ['ticket:ABC-1'] });
  });

  it('is corrected by a higher revision, whole', () => {
    const known = currentTelling([
      told({ url: 'https://example.org/old' }),
      told({ revision: 2, at: '2026-01-06T08:00:00.000Z' }),
    ]);
    expect(known).toMatchObject({ at: '2026-01-06T08:00:00.000Z' });
    expect(known?.url).toBeUndefined();
  });

  it('is nothing when the source took it back', () => {
    expect(currentTelling([told(), told({ revision: 1, retracted: true })])).toBeUndefined();
  });

  it('does not lose a value to an explicit undefined', () => {
    expect(
      currentTelling([told({ url: 'https://example.org/1' }), told({ url: undefined, links: ['a', 'b'] })])
        ?.url,
    ).toBe('https://example.org/1');
  });

  it('does not depend on the order or number of its tellings (property)', () => {
    const tellings = fc
      .array(arbitraryEvent(), { minLength: 1, maxLength: 5 })
      .map((events) =>
        events.map((event, i) => ({ ...event, id: i % 2 === 0 ? 'even' : 'odd', revision: i % 3 })),
      );
    const heard = tellings.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(heard, ([events, again]) => {
        expect(currentEvents(again)).toEqual(currentEvents(events));
      }),
    );
  });
});
