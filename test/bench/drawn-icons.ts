// When the toolbar's icon stands: what the background draws, and when the browser has drawn it, is written down there.

import type { OpenBrowser } from '../lab/extension.ts';

/** Times are Date.now(). */
export interface Watched {
  /** Of a tab, in order; the browser takes a tab's icon away when a new document comes. */
  commits: { tabId: number; atMs: number }[];
  /** Icons that the browser said it had set. */
  drawn: { tabId: number; icon: string; atMs: number }[];
}

/** Of the first page that committed. */
export interface Standing {
  committedMs: number;
  stoodMs: number;
}

/** Undefined as long as this icon is not what was drawn last since a navigation that started then had its commit. */
export function standing({ commits, drawn }: Watched, startedMs: number, icon: string): Standing | undefined {
  const commit = commits.find(({ atMs }) => atMs >= startedMs);
  if (commit === undefined) return undefined;
  const since = drawn.filter(({ tabId, atMs }) => tabId === commit.tabId && atMs >= commit.atMs);
  const last = since.findLastIndex((call) => call.icon !== icon);
  const stood = since[last + 1];
  return stood && { committedMs: commit.atMs, stoodMs: stood.atMs };
}

/** `self` is the background's own global in both browsers; Firefox's driver evaluates in another one. */
const WATCH = `(() => {
  self.benchWatched = { commits: [], drawn: [] };
  const { setIcon } = chrome.action;
  chrome.action.setIcon = (icon, done) => setIcon.call(chrome.action, icon, () => {
    done();
    self.benchWatched.drawn.push({ tabId: icon.tabId, icon: icon.path[16], atMs: Date.now() });
  });
  chrome.webNavigation.onCommitted.addListener(({ tabId, frameId, timeStamp }) => {
    if (frameId === 0) self.benchWatched.commits.push({ tabId, atMs: timeStamp });
  });
})()`;

export const watchIcons = (browser: OpenBrowser): Promise<void> => browser.evaluateInBackground(WATCH);

export async function iconStands(browser: OpenBrowser, startedMs: number, icon: string): Promise<Standing> {
  let watched: Watched | undefined;
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    watched = await browser.evaluateInBackground<Watched>('self.benchWatched');
    const stands = standing(watched, startedMs, icon);
    if (stands !== undefined) return stands;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`${icon} never came to stand: since ${startedMs}: ${JSON.stringify(watched)}`);
}
