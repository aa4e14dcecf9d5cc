import { readSearch, withSearch } from './search.js';

describe('a search in the URL', () => {
  it('comes back as it was written, beside the filters', () => {
    const url = withSearch('?service=shop&q=old', { text: ' basket & co ', scrapped: true });
    expect(readSearch(url)).toEqual({ text: 'basket & co', scrapped: true });
    expect(new URLSearchParams(url).get('service')).toBe('shop');
  });

  it('leaves nothing behind when it is emptied', () => {
    expect(withSearch('?q=old&scrapped=no', { text: '' })).toBe('');
    expect(readSearch('?scrapped=perhaps')).toEqual({ text: '', scrapped: undefined });
  });
});
