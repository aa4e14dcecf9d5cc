import fc from 'fast-check';
import { type Possession, storyAt } from './possession.js';

const hour = (n: number): string => `2026-01-05T${String(n).padStart(2, '0')}:00:00.000Z`;
const held = (n: number, person?: string, more: Partial<Possession> = {}): Possession => ({
  event: `e${n}`,
  at: hour(n),
  holders: person === undefined ? {} : { PERSON: person },
  ...more,
});
const story = (events: readonly Possession[], returnIsBounce = true) =>
  storyAt('PERSON', events, { returnIsBounce });
const short = (events: readonly Possession[], returnIsBounce = true): string[] =>
  story(events, returnIsBounce).handoffs.map(
    ({ from, to, since, at, bounced }) =>
      `${from}>${to} ${Number(since.slice(11, 13))}-${Number(at.slice(11, 13))}${bounced ? ' bounced' : ''}`,
  );

describe('the handoffs of an item', () => {
  it('lie between consecutive events with different holders, and wait from one to the other', () => {
    expect(short([held(1, 'ann'), held(2, 'ann'), held(5, 'bob'), held(6, 'cleo')])).toEqual([
      'ann>bob 2-5',
      'bob>cleo 5-6',
    ]);
  });

  it('do not begin anew where an event says no holder', () => {
    expect(short([held(1, 'ann'), held(3), held(5, 'bob')])).toEqual(['ann>bob 3-5']);
    expect(short([held(1), held(2, 'ann')])).toEqual([]);
  });

  it('bounced when the item comes back, repeats collapsed', () => {
    expect(short([held(1, 'ann'), held(2, 'bob'), held(3, 'bob'), held(4, 'ann'), held(5, 'cleo')])).toEqual([
      'ann>bob 1-2 bounced',
      'bob>ann 3-4',
      'ann>cleo 4-5',
    ]);
    expect(short([held(1, 'ann'), held(2, 'bob'), held(4, 'ann')], false)).toEqual([
      'ann>bob 1-2',
      'bob>ann 2-4',
    ]);
  });

  it('wait from offered to accepted, and bounced when returned, taken or not', () => {
    const offered = held(2, 'ann', { offers: { level: 'PERSON', to: 'bob' } });
    expect(short([held(1, 'ann'), offered, held(3), held(5, 'bob')])).toEqual(['ann>bob 2-5']);
    expect(short([offered, held(4, undefined, { sign: 'back' })])).toEqual(['ann>bob 2-4 bounced']);
    expect(short([offered, held(3, 'bob'), held(4, 'ann', { sign: 'back' })])).toEqual([
      'ann>bob 2-3 bounced',
      'bob>ann 3-4',
    ]);
  });

  it('bounced when the item is reopened', () => {
    const events = [held(1, 'ann'), held(2, 'bob'), held(3, undefined, { sign: 'closed' })];
    expect(short([...events, held(8, undefined, { sign: 'reopened' })])).toEqual(['ann>bob 1-2 bounced']);
    expect(story(events).holding).toMatchObject({ holder: 'bob', since: hour(2), closedAt: hour(3) });
    expect(story([...events, held(8, undefined, { sign: 'reopened' })]).holding?.closedAt).toBeUndefined();
  });

  it('leave the item with its last holder, or waiting for whom it is offered to', () => {
    expect(story([held(1, 'ann'), held(2, 'bob'), held(4)]).holding).toMatchObject({
      holder: 'bob',
      since: hour(2),
      lastAt: hour(4),
    });
    const offered = held(5, 'bob', { offers: { level: 'PERSON', to: 'cleo' } });
    expect(story([held(1, 'bob'), offered]).holding).toMatchObject({
      holder: 'bob',
      awaits: 'cleo',
      since: hour(5),
    });
    expect(story([held(1)]).holding).toBeUndefined();
  });

  it('form a chain: each begins with the holder that the one before ended with', () => {
    const person = fc.option(fc.constantFrom('ann', 'bob', 'cleo'), { nil: undefined });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 23 }), (people) => {
        const { handoffs, holding } = story(people.map((one, i) => held(i, one)));
        const runs = people.filter((one) => one !== undefined).filter((one, i, all) => one !== all[i - 1]);
        expect(handoffs.map(({ to }) => to)).toEqual(runs.slice(1));
        expect(handoffs.map(({ from }) => from)).toEqual(runs.slice(0, -1));
        expect(handoffs.filter(({ bounced }) => bounced)).toHaveLength(
          runs.filter((one, i) => one === runs[i - 2]).length,
        );
        expect(holding?.holder).toBe(runs.at(-1));
      }),
    );
  });
});
