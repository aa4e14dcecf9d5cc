import { setTimeout as sleep } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as driver,
  type Locator,
  type Page,
} from 'playwright-core';

/**
 * Flags of a build for small machines that must not hold here: the first makes one crashed page take the others with
 * it, the others switch off what the specs are to see, the page's content security policy and its origin.
 */
const unwanted = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
]);

const TRIES = 20;

/** The Chromium of npm unpacks itself on its first use; a spec that runs beside may find it half written. */
export const launchBrowser = async (): Promise<Browser> => {
  const args = [
    ...chromium.args.filter((flag) => !unwanted.has(flag)),
    '--no-sandbox',
    '--disable-background-networking',
    '--no-first-run',
  ];
  for (let tries = 1; ; tries++) {
    try {
      return await driver.launch({ executablePath: await chromium.executablePath(), args });
    } catch (failure) {
      if (tries === TRIES) throw failure;
      await sleep(500);
    }
  }
};

/** A page together with everything that went wrong in it. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Errors on the console (the content security policy speaks there too), exceptions, requests to other hosts. */
  troubles: string[];
}

export const visit = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'UTC',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !/^(localhost|127\.0\.0\.1)$/.test(hostname))
      troubles.push(request.url());
  });
  return { page, context, troubles };
};

/** How far the page can be scrolled sideways, in pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** The text of what has the focus: its accessible label, or its words. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent ?? "").trim()',
  );

/** The text that a person sees there, with plain spaces. */
export const shown = async (place: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden must not be read
  (await place.innerText()).replaceAll('\u00a0', ' ');
