// `npm run bench start`: milliseconds from the call that wakes a stopped background to its first answer, a tab's report on a port
// as the popup opens one; beside an extension whose background does nothing but answer, in a browser of its own, in turns. Chromium
// holds a worker at its start until the driver has seen it: both pay for that. It asserts nothing. Runs in the lab, over the
// built extension.

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { type PortRequest, REPORT_PORT } from '../../src/shared/messages.ts';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import { launchExtension, type OpenBrowser } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import type { Row } from './row.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const PROBE = fileURLToPath(new URL('../lab/probe-extension', import.meta.url));
const ROUNDS = 20;
const WARM_UP = 3;
/** What was stopped comes to rest. */
const SETTLE_MS = 200;
const PREFS = { 'privacy.reduceTimerPrecision': false };
const SITES_SEEN = 10;

export async function measure(name: BrowserName, lab: Lab): Promise<Row[]> {
  const extension = await launchExtension(name, lab, { prefs: PREFS });
  const { browser, console: caller, tabOf } = extension;
  try {
    const { page } = await browser.visit('https://hidden.example/');
    for (let host = 0; host < SITES_SEEN; host++) await browser.visit(`https://h${host}.many.example/`, { page });
    const tabId = await tabOf(page);
    const empty = await LAUNCH[name]({ extension: PROBE, geckoId: 'probe@lab.example', prefs: PREFS });
    try {
      const emptyCaller = await empty.openExtensionPage('page.html');
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < WARM_UP + ROUNDS; round++) {
        const ourMs = await startMs(browser, caller, tabId);
        const theirMs = await startMs(empty, emptyCaller, tabId);
        if (round < WARM_UP) continue;
        ours.push(ourMs);
        theirs.push(theirMs);
      }
      const limit = { what: 'a background that only answers', measured: theirs, paired: false };
      return [{ what: 'call to first answer', unit: 'ms', measured: ours, limit }];
    } finally {
      await empty.close();
    }
  } finally {
    await extension.close();
  }
}

async function startMs(browser: OpenBrowser, caller: Page, tabId: number): Promise<number> {
  await browser.evaluateInBackground('void (self.benchRan = true)');
  await browser.stopBackground();
  await sleep(SETTLE_MS);
  const ms = await caller.evaluate(
    (port: string, request: PortRequest) =>
      new Promise<number>((answered, failed) => {
        const start = performance.now();
        const opened = chrome.runtime.connect({ name: port });
        opened.onMessage.addListener(() => answered(performance.now() - start));
        opened.onDisconnect.addListener(() => failed(new Error('the background did not start')));
        opened.postMessage(request);
      }),
    REPORT_PORT,
    { kind: 'watch', tabId } satisfies PortRequest,
  );
  if (await browser.evaluateInBackground<boolean>('self.benchRan ?? false'))
    throw new Error('the background had not stopped');
  return ms;
}

/** As the extension's page has it, in both browsers. */
declare const chrome: {
  runtime: {
    connect(options: { name: string }): {
      onMessage: { addListener(listener: () => void): void };
      onDisconnect: { addListener(listener: () => void): void };
      postMessage(message: PortRequest): void;
    };
  };
};
