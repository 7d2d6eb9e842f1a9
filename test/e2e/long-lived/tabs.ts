// Two tabs at a time that go through the same, one with a site that hides its name and one with a site that shows it: in each,
// toolbar and popup have to agree, and neither may reassure beyond what the server saw.

import { expect, vi } from 'vitest';
import type { MessageKey } from '../../../src/shared/sentence.ts';
import type { PageRequest } from '../../lab/echd-process.ts';
import type { Extension } from '../../lab/extension.ts';
import type { Lab } from '../../lab/lab.ts';
import type { BrowserName } from '../../lab/site.ts';
import { settled } from '../looking.ts';
import { titleWords, words } from '../words.ts';

/** What becomes of a tab, in words of its site: the usual verdict of a page that came over the network, or none. */
export type Fate = 'as from the network' | 'unknown';

export interface Scene {
  name: BrowserName;
  lab: Lab;
  overheard: Extension;
}

export interface Case {
  name: string;
  /** Path of the pages, which no other case has. */
  path: `/${string}`;
  /** Opens a tab of its own for the address. Default: in the background, by the extension's own API. */
  open?(scene: Scene, url: string): Promise<number>;
  /** What is done to the tab; ends with the tabs that show the page now. Default: nothing. */
  act?(scene: Scene, tabId: number, url: string): Promise<number[]>;
  /** Undefined: that browser cannot do it. */
  fate: Partial<Record<BrowserName, Fate>>;
}

const LOAD_MS = 10_000;
/** For what is told late, and for the answer of a resolver. */
const PATIENCE_MS = 10_000;

/** Verdicts by which the network did not read the name. */
const REASSURING = ['hidden', 'partly-hidden', 'likely-hidden'];

interface Expected {
  verdict: string;
  status: MessageKey;
  headline: string;
}

const UNKNOWN: Expected = { verdict: 'unknown', status: 'status_unknown', headline: words('headline_unknown') };
const AS_FROM_NETWORK: Record<BrowserName, Record<'hidden' | 'noech', Expected>> = {
  firefox: {
    hidden: {
      verdict: 'hidden',
      status: 'status_hidden_unknown_set',
      headline: words('headline_hidden', 'hidden.example'),
    },
    noech: { verdict: 'exposed', status: 'status_exposed', headline: words('headline_exposed', 'noech.example') },
  },
  chromium: {
    hidden: {
      verdict: 'likely-hidden',
      status: 'status_likely_hidden',
      headline: words('headline_likely_hidden', 'hidden.example'),
    },
    noech: {
      verdict: 'exposed',
      status: 'status_probably_exposed',
      headline: words('headline_probably_exposed', 'noech.example'),
    },
  },
};

/** Value of an expression with the extension's own API. */
export const call = <T>({ overheard }: Scene, expression: string): Promise<T> =>
  overheard.console.evaluate(expression) as Promise<T>;

/** Waits until the tab shows the whole page of that address. */
export async function loaded(scene: Scene, tabId: number, url: string): Promise<number> {
  const shows = () => call(scene, `browser.tabs.get(${tabId}).then(({ url, status }) => [url, status])`);
  await expect.poll(shows, { timeout: LOAD_MS }).toEqual([url, 'complete']);
  return tabId;
}

/** Opens the address in a tab that is not in front, in the first window. */
export async function openBehind(scene: Scene, url: string): Promise<number> {
  const id = await call<number>(
    scene,
    `browser.tabs.getCurrent()
      .then(({ windowId }) => browser.tabs.create({ url: ${JSON.stringify(url)}, windowId, active: false }))
      .then(({ id }) => id)`,
  );
  return loaded(scene, id, url);
}

/** The one tab at that address. */
export async function tabAt(scene: Scene, url: string): Promise<number> {
  const find = async () => {
    const tabs = await call<{ id: number; url: string }[]>(scene, 'browser.tabs.query({})');
    return tabs.filter((tab) => tab.url === url).map(({ id }) => id);
  };
  return vi.waitFor(
    async () => {
      const [id, ...more] = await find();
      expect(more).toEqual([]);
      if (id === undefined) throw new Error(`no tab shows ${url}`);
      return id;
    },
    { timeout: LOAD_MS },
  );
}

/** The toolbar's and the popup's words for a tab are the expected ones, and the server's log bears them out. */
export async function expectTab(scene: Scene, tabId: number, url: string, fate: Fate): Promise<void> {
  const site = new URL(url).hostname === 'hidden.example' ? 'hidden' : 'noech';
  const { status, verdict, headline } = fate === 'unknown' ? UNKNOWN : AS_FROM_NETWORK[scene.name][site];
  const expectedTitle = titleWords(status, headline);
  const title = () => call<string>(scene, `browser.action.getTitle({ tabId: ${tabId} })`);
  // Before the popup is opened: it would have the background look at the tab.
  await expect.poll(title, { timeout: PATIENCE_MS, message: `the toolbar for ${url}` }).toBe(expectedTitle);
  const popup = await scene.overheard.popup(tabId);
  try {
    const shown = await scene.overheard.read(popup, settled);
    const word = await popup.$eval('[data-verdict] h1', (element) => element.textContent);
    expect([shown.verdict, word, await title()]).toEqual([verdict, words(status), expectedTitle]);
    const request = scene.lab.server.log.findLast(
      (entry): entry is PageRequest =>
        entry.event === 'request' && entry.site === site && entry.seen.path === new URL(url).pathname,
    );
    if (REASSURING.includes(verdict)) expect(request?.seen.echAccepted, `the server’s log for ${url}`).toBe(true);
  } finally {
    await popup.close();
  }
}

/** Plays a case with both sites. */
export async function play(scene: Scene, { path, open = openBehind, act, fate }: Case): Promise<void> {
  const urls = [`https://hidden.example${path}`, `https://noech.example${path}`];
  const opened: [tabId: number, url: string][] = [];
  for (const url of urls) opened.push([await open(scene, url), url]);
  const now: [tabId: number, url: string][] = [];
  for (const [tabId, url] of opened)
    for (const after of await (act?.(scene, tabId, url) ?? [tabId])) now.push([after, url]);
  for (const [tabId, url] of now) await expectTab(scene, tabId, url, fate[scene.name] ?? 'unknown');
  await call(scene, `browser.tabs.remove(${JSON.stringify(now.map(([tabId]) => tabId))})`);
}
