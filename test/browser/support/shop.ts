import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startApp, type TestApp } from '../../support/app.js';
import { createRepository, importGit } from '../../support/git-repository.js';
import { launchBrowser, type Visit, visit } from './browser.js';

/** A title that would run as a script, were it ever taken for HTML. */
export const sneakyTitle = 'Show <img src=x onerror="document.title=\'broken in\'"> as text';

/**
 * Two weeks of a small shop: six commits, three releases. Five commits are delivered, after 1, 2, 2, 3 and 4 days, and
 * one of them is reverted; the sixth waits.
 */
const tellTheShop = async (app: TestApp): Promise<void> => {
  const shop = await createRepository();
  try {
    await shop.commit('Start the shop', { at: '2024-01-05T09:00:00Z' });
    await shop.commit('Add a basket', { at: '2024-01-06T09:00:00Z', author: 'Bram Example' });
    await shop.tag('v1.0.0', { at: '2024-01-08T09:00:00Z' });
    await shop.commit(sneakyTitle, { at: '2024-01-10T09:00:00Z' });
    const vouchers = await shop.commit('Add vouchers', { at: '2024-01-12T09:00:00Z' });
    await shop.tag('v1.1.0', { at: '2024-01-14T09:00:00Z' });
    await shop.revert(vouchers, { at: '2024-01-16T09:00:00Z' });
    await shop.tag('v1.2.0', { at: '2024-01-17T09:00:00Z' });
    await shop.commit('Wait for the next release', { at: '2024-01-18T09:00:00Z' });
    await importGit(app, shop.path, { service: 'shop' });
  } finally {
    await shop.remove();
  }
};

/** A second service with one commit, delivered after one day. */
const tellTheBlog = async (app: TestApp): Promise<void> => {
  const blog = await createRepository();
  try {
    await blog.commit('Start the blog', { at: '2024-01-09T09:00:00Z' });
    await blog.tag('v0.1.0', { at: '2024-01-10T09:00:00Z' });
    await importGit(app, blog.path, { service: 'blog' });
  } finally {
    await blog.remove();
  }
};

/** A running service, a browser, and visits that are signed in. */
export interface Stage {
  app: TestApp;
  browser: Browser;
  /** A signed-in visit that stands at `path`. */
  open(path: string, options?: BrowserContextOptions): Promise<Visit>;
  close(): Promise<void>;
}

export const openStage = async ({ withData = true } = {}): Promise<Stage> => {
  const app = await startApp();
  if (withData) {
    await tellTheShop(app);
    await tellTheBlog(app);
    await app.settle();
  }
  const browser = await launchBrowser();
  return {
    app,
    browser,
    open: async (path, options) => {
      const opened = await visit(browser, options);
      await opened.page.goto(await app.signInUrl());
      await opened.page.goto(app.url + path);
      return opened;
    },
    close: async () => {
      await browser.close();
      await app.close();
    },
  };
};
