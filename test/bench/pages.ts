// `npm run bench pages`: how long a page with 200 subresources takes with the extension and without it, in both browsers, in
// turns, so that both meet the same machine. It prints and asserts nothing. Runs in the lab, over the built extension.

import type { Page } from 'puppeteer-core';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import { launchExtension } from '../lab/extension.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';

const PAGE = 'https://hidden.example/resources?count=200';
/** Browsers of one kind differ from start to start by more than what is measured: so many starts of each, and pairs of loads. */
const STARTS = 5;
const PAIRS_PER_START = 8;
const WARM_UP = 4;
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };

export async function main(args: string[]): Promise<number> {
  const names = (['firefox', 'chromium'] as const).filter((name) => args.length === 0 || args.includes(name));
  const lab = await startLab();
  try {
    for (const name of names) {
      const pairs: Contestants<number>[] = [];
      for (let start = 0; start < STARTS; start++) pairs.push(...(await startAndMeasure(name, lab)));
      report(name, pairs);
    }
  } finally {
    lab.close();
  }
  return 0;
}

async function startAndMeasure(name: BrowserName, lab: Lab): Promise<Contestants<number>[]> {
  const overheard = await launchExtension(name, lab);
  const bare = await LAUNCH[name]();
  try {
    return await inTurns({
      with: (await overheard.browser.visit('https://hidden.example/')).page,
      without: (await bare.visit('https://hidden.example/')).page,
    });
  } finally {
    await Promise.all([overheard.browser.close(), bare.close()]);
  }
}

type Contestants<T> = { with: T; without: T };

/** Milliseconds of each load; who goes first changes from pair to pair. */
async function inTurns(pages: Contestants<Page>): Promise<Contestants<number>[]> {
  const pairs: Contestants<number>[] = [];
  for (let turn = -WARM_UP; turn < PAIRS_PER_START; turn++) {
    const pair = { with: 0, without: 0 };
    const order = turn % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    for (const who of order) pair[who] = await loadMs(pages[who]);
    if (turn >= 0) pairs.push(pair);
  }
  return pairs;
}

/** From the start of the navigation to the end of `load`, by the page's own clock. */
async function loadMs(page: Page): Promise<number> {
  await page.bringToFront();
  await page.goto(PAGE, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByType('navigation').some((entry) => entry.duration > 0));
  return page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? Number.NaN);
}

function report(name: BrowserName, pairs: Contestants<number>[]): void {
  const median = (of: (pair: Contestants<number>) => number) =>
    pairs.map(of).sort((a, b) => a - b)[Math.floor(pairs.length / 2)] ?? Number.NaN;
  const withMs = median((pair) => pair.with).toFixed(0);
  const withoutMs = median((pair) => pair.without).toFixed(0);
  const ratio = median((pair) => pair.with / pair.without).toFixed(3);
  console.log(
    `${name.padEnd(9)} 200 subresources, ${pairs.length} pairs: ${withMs} ms with, ${withoutMs} ms without; median ratio ${ratio} (aim 1.02, limit 1.05)`,
  );
}
