import type { Page } from 'playwright-core';

/**
 * What would keep somebody with a screen reader out: controls without a name, ids that stand for two things, more or
 * less than one main heading, cells without headings, frames without a title.
 */
export const barriers = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const shown = (one) => one.checkVisibility();
    const named = (one) =>
      (one.getAttribute('aria-label') ?? '').trim() ||
      (one.getAttribute('aria-labelledby') ?? '').split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join('').trim() ||
      [...(one.labels ?? [])].map((label) => label.textContent).join('').trim() ||
      (one.matches('input, select, textarea, iframe') ? (one.getAttribute('title') ?? '') : one.textContent).trim();
    const found = [];
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, iframe, progress'))
      if (shown(one) && !named(one)) found.push('no name: ' + one.outerHTML.slice(0, 120));
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push('id twice: ' + id);
    const headings = [...document.querySelectorAll('h1')].filter(shown).length;
    if (headings !== 1) found.push(headings + ' main headings');
    for (const table of document.querySelectorAll('table'))
      if (shown(table) && table.querySelectorAll('th[scope]').length === 0) found.push('a table without headings');
    return found;
  })()`);
