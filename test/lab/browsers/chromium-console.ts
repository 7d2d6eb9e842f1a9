// Collects errors from the consoles of an extension's worker and pages in Chromium. Failed loads are no errors here: the
// browser logs each one, also where the extension expects it. An attached worker does not idle out: use stopBackground().

import type { Browser, CDPSession, Target } from 'puppeteer-core';

/** What Chromium 156 answers to a call that is under way as it ends: nobody sees that console any more. */
const AT_THE_END = /Error: The browser is shutting down\.$/;

export class ConsoleErrors {
  readonly sofar: string[] = [];

  constructor(browser: Browser) {
    const watched = new WeakSet<Target>();
    const watch = (target: Target) => {
      if (watched.has(target) || !target.url().startsWith('chrome-extension://')) return;
      watched.add(target);
      this.#watch(target).catch(() => {}); // gone already
    };
    browser.on('targetcreated', watch).on('targetchanged', watch);
  }

  async #watch(target: Target): Promise<void> {
    // A second session on a service worker ends puppeteer's own, so that one is shared.
    const worker = await target.worker();
    const session: CDPSession = worker?.client ?? (await target.createCDPSession());
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (type !== 'error' && type !== 'assert') return;
      this.#add(args.map(({ value, description }) => String(description ?? value)).join(' '));
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => {
      this.#add(`${text} ${exception?.description ?? exception?.value ?? ''}`);
    });
    session.on('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error' && entry.source !== 'network') this.#add(entry.text);
    });
    await Promise.all([session.send('Runtime.enable'), session.send('Log.enable')]);
  }

  #add(error: string): void {
    // A description goes on with the stack.
    const [said = ''] = error.split('\n');
    if (!AT_THE_END.test(said)) this.sofar.push(error);
  }
}
