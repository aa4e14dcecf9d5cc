import { UserError } from '../../support/errors.js';
import { renderTemplate } from './html.js';

const render = (template: string, values: Record<string, unknown> = {}): string =>
  renderTemplate({ template, templateFile: 'reports/flow/own.eta' }, values);

describe('a template', () => {
  it('writes what people wrote as text', () => {
    expect(render('<p><%= it.title %></p>', { title: `<b>"O'Neil" & co</b>` })).toBe(
      '<p>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; co&lt;/b&gt;</p>',
    );
  });

  it.each([
    ['<p>\n<%= it.nothing.there %>\n</p>', /^reports\/flow\/own\.eta:2: .*undefined/],
    ['<p>\n\n<%= it.title', /^reports\/flow\/own\.eta:3: /],
    ['<p>\n<% if (true) { %>\n', /^reports\/flow\/own\.eta/],
  ])('that fails is named, with its line: %j', (template, expected) => {
    expect(() => render(template)).toThrow(UserError);
    expect(() => render(template)).toThrow(expected);
  });
});
