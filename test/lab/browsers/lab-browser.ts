// What end-to-end tests may ask of a browser, the same for both.

import type { Browser, Page } from 'puppeteer-core';
import type { Seen } from '../echd-process.ts';
import type { ProxyId } from '../proxy.ts';
import type { BrowserName } from '../site.ts';

/** How the browser itself resolves names: DoH or nothing; DoH and plain DNS when that fails; plain DNS. */
export type DnsMode = 'doh-only' | 'automatic' | 'plain';

/** `socks-address`: the browser resolves names itself and tells the SOCKS proxy addresses; Firefox only. */
export type ProxyUse = ProxyId | 'socks-address';

export interface LaunchOptions {
  /** Folder of an unpacked extension; none by default. */
  extension?: string;
  /** Its gecko id. Default: overheard@overheard.example. */
  geckoId?: string;
  /** The extension is allowed in private windows, as the user can allow it. Default: false. */
  inPrivateWindows?: boolean;
  /** Default: doh-only, against browser-doh.example. */
  dns?: DnsMode;
  /** One of the lab's proxies, for everything, loopback addresses included. Default: none. */
  proxy?: ProxyUse;
  /**
   * Firefox: an add-on that sends what is loaded in a container through one of the lab's proxies, and nothing else. Pages of
   * `puppeteer.createBrowserContext()` are in a container of their own. Default: none.
   */
  containerProxy?: ProxyUse;
  /** Firefox: connects and fetches ahead as pages ask for (preconnect, dns-prefetch, prefetch), as it does by default. Chromium always does. Default: false. */
  readsAhead?: boolean;
  /** Default: true. */
  headless?: boolean;
  /** Firefox: preferences on top of the lab's. */
  prefs?: Record<string, string | number | boolean>;
  /** Chromium: switches on top of the lab's. */
  switches?: readonly string[];
  /** Chromium: keys of the profile's `Local State` on top of the lab's. */
  localState?: Record<string, unknown>;
  /** Enterprise policies of that browser. One launch at a time: they are the machine's, not the profile's. */
  policies?: Record<string, unknown>;
  /** Looks at the browser's home, its profile in it, when the browser has ended and before all that is thrown away. */
  afterwards?: (home: string) => Promise<void>;
}

/** What the extension did while the browser ran, by the browser's own account. */
export interface Conduct {
  /** Errors that its background and pages put on a console, oldest first. */
  errors: string[];
  /** Hosts that its background and pages sent requests to, with their ports where these are not the usual ones. Pages that it opens in tabs are not its requests. */
  contacts: string[];
}

/** A page that was asked to load, whether it did or not. */
export interface Visit {
  page: Page;
  /** The browser's own words, when the page did not load. */
  error: string | undefined;
  /** What the server says that it saw; undefined when no page of the lab is shown. */
  seen: Seen | undefined;
}

/** The popup that the toolbar button opens, in the browser's own panel. */
export interface ToolbarPopup {
  widthPx: number;
  heightPx: number;
  /** Value of an expression in the popup's page; it must be plain JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Permissions in the words of the `permissions` API. */
export interface Grant {
  permissions?: string[];
  origins?: string[];
  dataCollection?: string[];
}

export interface LabBrowser {
  readonly name: BrowserName;
  readonly version: string;
  /** For what is not here. */
  readonly puppeteer: Browser;
  /** `moz-extension://…` or `chrome-extension://…`, without a slash at the end; undefined without an extension. */
  readonly extensionOrigin: string | undefined;

  /** Loads an address in a new tab, or in the given page. Never throws because the page did not load. */
  visit(url: string, options?: { page?: Page; timeoutMs?: number }): Promise<Visit>;
  /** Opens a page of the extension in a new tab, or in the given page. */
  openExtensionPage(path: string, page?: Page): Promise<Page>;
  /** Presses the toolbar button over the given page or the one opened last; the background need not be running. */
  openToolbarPopup(over?: Page): Promise<ToolbarPopup>;
  /** Chooses the extension's entry in the menu of the link that the selector finds. */
  chooseInLinkMenu(page: Page, selector: string): Promise<void>;
  /** Types the extension's keyword and these words into the address bar, and presses Enter. */
  enterInAddressBar(words: string): Promise<void>;
  /** Chromium: other enterprise policies while it runs, which it takes up some seconds later. Firefox reads them at its start alone. */
  changePolicies(policies: Record<string, unknown>): Promise<void>;
  /** Stops the background as the browser does when it idles: the next event starts it anew. */
  stopBackground(): Promise<void>;
  /** Switches the extension off or on as the user can in the browser's list of extensions. Its open pages are closed. */
  setEnabled(on: boolean): Promise<void>;
  /** Loads the extension anew, as an update does: its pages are closed and its background starts from nothing. Tabs stay. */
  reloadExtension(): Promise<void>;
  /** Reopens the closed tab, or the closed window with a tab, that showed the address, as the user can. */
  restoreClosed(url: string): Promise<void>;
  /** Firefox: shows two tabs of its first window side by side, by their places in it. Chromium 156 has tabs.createSplit(). */
  splitView(first: number, second: number): Promise<void>;
  /** Value of an expression (a promise is awaited) in the background; it must be plain JSON. */
  evaluateInBackground<T>(expression: string): Promise<T>;
  /** Bytes that the background's JavaScript takes once nothing is left to collect. */
  backgroundHeap(): Promise<number>;
  /** Light or dark, as a system setting would. */
  dark(page: Page, on: boolean): Promise<void>;
  /** The user's own few colours in the place of the page's, as a high-contrast setting would. */
  forceColors(page: Page, on: boolean): Promise<void>;
  /** Grants without asking; in Chromium what it shows no prompt for. */
  grant(grant: Grant): Promise<void>;
  /** Firefox: changes how it resolves names while it runs. */
  changeDnsMode(mode: DnsMode): Promise<void>;
  /** Takes a permission away again, as the user can. */
  revoke(grant: Grant): Promise<void>;
  /** Waits for the browser's permission prompt and presses its first button, or its second. */
  answerPrompt(accept: boolean): Promise<void>;
  /** Errors so far, as in Conduct. */
  consoleErrors(): Promise<string[]>;
  close(): Promise<Conduct>;
}

/** Of the extension, in the address bar. */
export const KEYWORD = 'ech';

export const DEFAULT_GECKO_ID = 'overheard@overheard.example';

/** Loads an address and reads what the server saw. */
export async function load(page: Page, url: string, timeoutMs = 15_000): Promise<Visit> {
  const error = await page.goto(url, { timeout: timeoutMs }).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
  );
  return { page, error, seen: error === undefined ? await readSeen(page) : undefined };
}

/** What the page in front says that the server saw. */
async function readSeen(page: Page): Promise<Seen | undefined> {
  const text = await page.evaluate(() => document.getElementById('seen')?.textContent);
  return typeof text === 'string' ? (JSON.parse(text) as Seen) : undefined;
}
