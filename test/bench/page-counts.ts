// What a load of 200 requests on 9 hosts has the extension do, counted in its background: calls of getSecurityInfo (Firefox) and calls
// that change storage.session. Unlike times, counts are the same on every machine.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { OpenBrowser } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import type { Row } from './row.ts';

interface Counts {
  asked: number;
  written: number;
}

/** The most for 200 requests on nine hosts, over HTTP/2. */
const MOST_CALLS = 40;
/** All is written two seconds after a page comes to rest. */
const REST_MS = 4_000;
const WARM_UP = 2;

/** Of the connections to the other hosts; both offer HTTP/1.1, which the lab's have otherwise. */
const PROTOCOLS = { 'HTTP/2': ['h2', 'http/1.1'], 'HTTP/1.1': ['http/1.1'] };

/** `self` is the background's own global in both browsers. */
const COUNT = `(() => {
  const api = self.browser ?? chrome;
  self.benchCounts = { asked: 0, written: 0 };
  const count = (object, name, what) => {
    const call = object[name];
    object[name] = (...args) => {
      self.benchCounts[what]++;
      return call.apply(object, args);
    };
  };
  count(api.storage.session, 'set', 'written');
  count(api.storage.session, 'remove', 'written');
  if (api.webRequest.getSecurityInfo) count(api.webRequest, 'getSecurityInfo', 'asked');
})()`;

const read = (browser: OpenBrowser): Promise<Counts> => browser.evaluateInBackground('self.benchCounts');

export async function countPages(
  name: BrowserName,
  lab: Lab,
  { browser, page, url }: { browser: OpenBrowser; page: Page; url: string },
): Promise<Row[]> {
  const rows: Row[] = [];
  await browser.evaluateInBackground(COUNT);
  for (const [protocol, alpn] of Object.entries(PROTOCOLS)) {
    await lab.server.change('many', { alpn });
    await lab.server.drop('many');
    for (let load = 0; load < WARM_UP; load++) await page.goto(url, { waitUntil: 'load' });
    await sleep(REST_MS);
    const before = await read(browser);
    const startMs = performance.now();
    await page.goto(url, { waitUntil: 'load' });
    const seconds = Math.ceil((performance.now() - startMs) / 1_000);
    const loaded = await read(browser);
    await sleep(REST_MS);
    const rested = await read(browser);
    const row = (what: string, count: number, most: number | null): Row => ({
      what: `${what}, 200 requests, ${protocol}`,
      unit: null,
      measured: [count],
      limit: most === null ? null : { what: 'at most', measured: [most], paired: false },
    });
    if (name === 'firefox')
      rows.push(row('getSecurityInfo', rested.asked - before.asked, protocol === 'HTTP/2' ? MOST_CALLS : null));
    rows.push(row('storage.session, in the load', loaded.written - before.written, seconds));
    rows.push(row('storage.session, until at rest', rested.written - before.written, null));
  }
  await lab.server.reset('many');
  return rows;
}
