// `npm run bench pages`: what a page with 200 subresources has the extension do, counted, and how long it takes with the extension and
// without it. One browser loads it in turns, with the extension switched on and off in between, since two browsers of one kind differ by
// more than what is measured; without it twice in each turn: where these two differ by more than 0.03, the run says nothing.
// Over loopback, where nothing but the processors is waited for, from hosts with ECH and from hosts without, since what hides a
// name is asked about request by request; and over a line of 50 Mbit/s with resources of 20 KB, as pages have them. It asserts
// nothing. Runs in the lab, over the built extension.

import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { launchExtension, type OpenBrowser } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { cpuTimeMs } from './cpu-time.ts';
import { countPages } from './page-counts.ts';
import type { Row } from './row.ts';

const LINES = {
  loopback: { octets: 0, below: 'many.example', mbits: null },
  'loopback, hosts without ECH': { octets: 0, below: 'noech.many.example', mbits: null },
  '50 Mbit/s, 20 KB each': { octets: 20_000, below: 'many.example', mbits: 50 },
};
type Line = keyof typeof LINES;

const STARTS = 2;
const LOADS_PER_TURN = 3;
/** Of each line. */
const PAIRS = Number(process.env.BENCH_PAIRS ?? 36);
const TURNS_PER_START = Math.ceil(PAIRS / STARTS / LOADS_PER_TURN);
/** Loads after each switch that are not counted, and how long a background that was switched on has to come to rest. */
const WARM_UP = 2;
const SETTLE_MS = 2_000;

/** A load with the extension and two without: duration and CPU time of the whole browser, in milliseconds. */
type Pair = Record<Who, Load>;
type Who = 'with' | 'without' | 'without again';
const WHO: readonly Who[] = ['with', 'without', 'without again'];

interface Load {
  ms: number;
  cpuMs: number;
}

export async function measure(name: BrowserName, lab: Lab): Promise<Row[]> {
  const rows: Row[] = await startAndCount(name, lab);
  for (const line of Object.keys(LINES) as Line[]) {
    const pairs: Pair[] = [];
    for (let start = 0; start < STARTS; start++) pairs.push(...(await startAndMeasure(name, line, lab)));
    for (const who of ['with', 'without again'] as const)
      rows.push(
        rowOf(`200 subresources ${who}, ${line}`, pairs, who, 'ms'),
        rowOf(`CPU time ${who}, ${line}`, pairs, who, 'cpuMs'),
      );
  }
  return rows;
}

async function startAndCount(name: BrowserName, lab: Lab): Promise<Row[]> {
  const extension = await launchExtension(name, lab);
  const { browser } = extension;
  try {
    const { page } = await browser.visit('https://hidden.example/');
    return await countPages(name, lab, { browser, page, url: urlOf(LINES.loopback) });
  } finally {
    await extension.close();
  }
}

const urlOf = ({ octets, below }: (typeof LINES)[Line]): string =>
  `https://hidden.example/resources?count=200&octets=${octets}&below=${below}`;

async function startAndMeasure(name: BrowserName, line: Line, lab: Lab): Promise<Pair[]> {
  const extension = await launchExtension(name, lab);
  const { browser, console: extensionPage } = extension;
  const { mbits } = LINES[line];
  try {
    const { page } = await browser.visit('https://hidden.example/');
    await extensionPage.close();
    if (mbits !== null) trafficControl('add', ...`tbf rate ${mbits}mbit burst 128kb latency 500ms`.split(' '));
    return await inTurns(browser, page, urlOf(LINES[line]));
  } finally {
    if (mbits !== null) trafficControl('del');
    await extension.close();
  }
}

/** Who goes first changes from turn to turn. */
async function inTurns(browser: OpenBrowser, page: Page, url: string): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let turn = 0; turn < TURNS_PER_START; turn++) {
    const order = [...WHO.slice(turn % WHO.length), ...WHO.slice(0, turn % WHO.length)];
    const loads: Record<Who, Load[]> = { with: [], without: [], 'without again': [] };
    for (const who of order) {
      await browser.setEnabled(who === 'with');
      await sleep(SETTLE_MS);
      for (let load = 0; load < WARM_UP; load++) await measureLoad(browser, page, url);
      for (let load = 0; load < LOADS_PER_TURN; load++) loads[who].push(await measureLoad(browser, page, url));
      if (who === 'with') await checkThatItLooked(browser);
    }
    for (const [index, load] of loads.with.entries()) {
      const [without, again] = [loads.without[index], loads['without again'][index]];
      if (without && again) pairs.push({ with: load, without, 'without again': again });
    }
  }
  return pairs;
}

/** An extension that slept through the loads would cost nothing. */
async function checkThatItLooked(browser: OpenBrowser): Promise<void> {
  // By a page: of a background that was switched off and on again puppeteer may still know the one before.
  const page = await browser.openExtensionPage('options.html');
  const stored = (await page.evaluate('browser.storage.session.get().then(Object.keys)')) as string[];
  await page.close();
  const hosts = stored.filter((key) => /^host:.*\.many\.example$/.test(key));
  if (hosts.length === 0) throw new Error('the extension saw none of the page’s hosts');
}

/** From the start of the navigation to the end of `load`, by the page's own clock. */
async function measureLoad({ puppeteer }: OpenBrowser, page: Page, url: string): Promise<Load> {
  const pid = puppeteer.process()?.pid ?? 0;
  const beforeMs = cpuTimeMs(pid);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByType('navigation').some((entry) => entry.duration > 0));
  const ms = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? Number.NaN);
  return { ms, cpuMs: cpuTimeMs(pid) - beforeMs };
}

/** The lab's loopback is the lab's own. */
function trafficControl(change: 'add' | 'del', ...discipline: string[]): void {
  const { status } = spawnSync('tc', ['qdisc', change, 'dev', 'lo', 'root', ...discipline], { stdio: 'inherit' });
  if (status !== 0) throw new Error('tc (iproute2) could not change the speed of the loopback');
}

const rowOf = (what: string, pairs: readonly Pair[], who: Who, of: keyof Load): Row => ({
  what,
  unit: 'ms',
  measured: pairs.map((pair) => pair[who][of]),
  limit: { what: 'without', measured: pairs.map((pair) => pair.without[of]), paired: true },
});
