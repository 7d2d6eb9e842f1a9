// How much of the popup's height and of the reader's time each state takes, printed: the answer and the one action have to end above
// the fold of a small panel, who can read the name above that of Chromium's, and the whole has to fit a panel. Run it in the lab's
// namespace, after a build:
//   node test/lab/run.mjs node test/gallery/run.mjs budgets [firefox|chromium] [CASE…]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import type { LabBrowser } from '../lab/browsers/lab-browser.ts';
import { REPORTS } from './cases.ts';
import { layoutFaults, picture, STILL } from './looks.ts';
import { openPopup } from './popups.ts';

interface Room {
  /** CSS pixels from the top to the end of the status, the answer, the evidence, the cause and the one action. */
  answer: number;
  /** … to the end of who can read the name. */
  who: number;
  /** … to the end, with everything folded. */
  whole: number;
  /** On screen, without the footer. */
  words: number;
}

/** Characters of a host name. */
const LONG_NAME = 100;

const root = join(import.meta.dirname, '../..');
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS = ['firefox', 'chromium'] as const;

export async function run(...wanted: string[]): Promise<void> {
  const browsers = BROWSERS.filter((name) => wanted.includes(name));
  const beginnings = wanted.filter((word) => !BROWSERS.some((name) => name === word));
  const faults: string[] = [];
  for (const name of browsers.length === 0 ? BROWSERS : browsers) {
    const browser = await LAUNCH[name]({
      ...STILL,
      extension: join(process.env.OVERHEARD_DIST ?? join(root, 'dist'), name),
    });
    try {
      faults.push(...(await measureAll(browser, beginnings)));
    } finally {
      await browser.close();
    }
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

async function measureAll(browser: LabBrowser, beginnings: string[]): Promise<string[]> {
  const found: string[] = [];
  const folder = join(root, '.cache/gallery', browser.name);
  mkdirSync(folder, { recursive: true });
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  // Long names have the room that they need.
  const names = Object.keys(REPORTS).filter((name) => (REPORTS[name]?.site.host.length ?? 0) < LONG_NAME);
  for (const name of names.filter((one) => beginnings.length === 0 || beginnings.some((it) => one.startsWith(it)))) {
    // Each state in the browser that can have it.
    if (REPORTS[name]?.browser !== browser.name) continue;
    await openPopup(browser, page, store, name);
    found.push(...(await overBudget(page, name)));
    await picture(page, join(folder, `${name}.light.png`));
    await lengthen(page);
    found.push(...(await overBudget(page, `${name}, long`, true)), ...(await layoutFaults(page, `${name}, long`)));
  }
  return found;
}

const MOST: Room = { answer: 360, who: 510, whole: 600, words: 140 };
/** Sentences half again as long. */
const MOST_OF_LONG = { whole: 700 };

const measured = (page: Page): Promise<Room> =>
  page.evaluate(() => {
    const endOf = (selector: string): number =>
      Math.max(0, ...Array.from(document.querySelectorAll(selector), (one) => one.getBoundingClientRect().bottom));
    const isRead = ({ parentElement: parent }: Text): boolean =>
      parent !== null && parent.closest('footer, .unseen') === null && parent.checkVisibility();
    const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    let text = '';
    let last: Element | null = null;
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      if (!isRead(node)) continue;
      const block = node.parentElement?.closest('p, li, h1, h2, button, summary, small, .label, .said') ?? null;
      text += (block === last ? '' : ' ') + node.data;
      last = block;
    }
    // In a tab of its own the page fills the window.
    document.body.classList.remove('as-page');
    const room = {
      answer: endOf('.verdict, .cause .why, .cause .primary'),
      who: endOf('.observers'),
      whole: endOf('main'),
      words: text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length,
    };
    document.body.classList.add('as-page');
    return { ...room, answer: Math.round(room.answer), who: Math.round(room.who), whole: Math.round(room.whole) };
  });

/** What takes too much, each in a line. */
async function overBudget(page: Page, where: string, isLong = false): Promise<string[]> {
  const room = await measured(page);
  console.log(
    `${where}: ${Object.entries(room)
      .map(([what, amount]) => `${what} ${amount}`)
      .join(', ')}`,
  );
  const most: Partial<Room> = isLong ? MOST_OF_LONG : MOST;
  return Object.entries(most).flatMap(([what, limit]) =>
    room[what as keyof Room] > limit ? [`${where}: ${what} ${room[what as keyof Room]} of ${limit}`] : [],
  );
}

/** Makes every sentence half again as long: not its names, nor single words. */
const lengthen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    for (const node of nodes) {
      const words = node.data.trim();
      if (node.parentElement?.closest('.name, footer, script, style') || words.split(/\s+/).length < 3) continue;
      const more = words.slice(0, Math.ceil(words.length / 2)).trim();
      node.data = node.data.replace(words, `${words}${words.includes(' ') ? ' ' : ''}${more}`);
    }
  });
