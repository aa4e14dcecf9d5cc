import { keptHeaders } from './kept-headers.js';

const headers = {
  'content-type': 'application/json',
  'ce-id': '1',
  'ce-type': 'a.b',
  authorization: 'Bearer x',
};

describe('the headers that are kept with a delivery', () => {
  it('are those that the source names', () => {
    expect(keptHeaders(['content-type', 'x-none'], headers)).toEqual({ 'content-type': 'application/json' });
    expect(keptHeaders([], headers)).toEqual({});
  });

  it('and those that begin as it says', () => {
    expect(keptHeaders(['ce-*'], headers)).toEqual({ 'ce-id': '1', 'ce-type': 'a.b' });
  });
});
