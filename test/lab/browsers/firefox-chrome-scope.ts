// Scripts in Firefox's own scope, over WebDriver BiDi: for what no page can do, such as opening the toolbar popup. The
// browser must be started with --remote-allow-system-access. Functions are sent as source, so they may use nothing from
// outside but their arguments and Firefox's globals.

import type { Page } from 'puppeteer-core';

interface BidiResult {
  result: {
    contexts?: { context: string }[];
    result?: { value?: unknown };
    exceptionDetails?: { text: string };
  };
}

interface BidiContext {
  navigate(url: string, wait: 'complete'): Promise<unknown>;
  userContext: { browser: { session: { send(method: string, parameters: object): Promise<BidiResult> } } };
}

/** puppeteer's BiDi context behind a page; it has no public name for it. */
function contextOf(page: Page): BidiContext {
  return (page.mainFrame() as unknown as { browsingContext: BidiContext }).browsingContext;
}

/** Navigates where `page.goto` never returns although the page loads: to extension pages. */
export async function navigateDirectly(page: Page, url: string): Promise<void> {
  await contextOf(page).navigate(url, 'complete');
}

export class ChromeScope {
  readonly #page: Page;
  #window: string | undefined;

  /** Any page will do: it only lends its connection. */
  constructor(page: Page) {
    this.#page = page;
  }

  /** Calls the function in the browser window's scope. Arguments and result are JSON. */
  async call<A extends unknown[], R>(script: (...values: A) => R | Promise<R>, ...values: A): Promise<R> {
    const { session } = contextOf(this.#page).userContext.browser;
    this.#window ??= (
      await session.send('browsingContext.getTree', { 'moz:scope': 'chrome' })
    ).result.contexts?.[0]?.context;
    const { result } = await session.send('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${script})(...${JSON.stringify(values)})) ?? null))()`,
      target: { context: this.#window },
      awaitPromise: true,
    });
    if (result.exceptionDetails) throw new Error(`in Firefox's scope: ${result.exceptionDetails.text}`);
    return JSON.parse(String(result.result?.value)) as R;
  }
}
