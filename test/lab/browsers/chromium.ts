// Chromium, new headless, over the DevTools protocol, by puppeteer-core.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type CDPSession, type Page, type Target, type WebWorker } from 'puppeteer-core';
import { PROXIES } from '../proxy.ts';
import { RESOLVERS } from '../resolvers.ts';
import { ConsoleErrors } from './chromium-console.ts';
import { readContacts } from './chromium-contacts.ts';
import {
  type Conduct,
  type DnsMode,
  type Grant,
  type LabBrowser,
  type LaunchOptions,
  load,
  type ProxyUse,
  type ToolbarPopup,
  type Visit,
} from './lab-browser.ts';
import { browserEnvironment, makeProfile, writePolicies } from './profile.ts';

const EXECUTABLES = [process.env.CHROMIUM_BIN, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const POLICY_FILE = '/etc/chromium/policies/managed/lab.json';
const WORKER_TIMEOUT_MS = 8000;
const POPUP_TIMEOUT_MS = 5000;
const STOP_ATTEMPTS = 10;
const STALE_TARGET_MS = 50;
/** It has the permission to reopen what was closed. */
const SESSIONS_EXTENSION = fileURLToPath(new URL('../probe-extension', import.meta.url));
/** Of the extension's own entry in the menu of a link. */
const MENU_ID = 'inspect-link';

/** The namespace is the sandbox; and nothing is fetched that nobody asked for. */
const SWITCHES = [
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  // It looks for updates and more all the same: let that fail before it asks a resolver. (Its probe of a
  // DoH resolver, an A question for www.gstatic.com, is not to be stopped.)
  '--host-resolver-rules=MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND',
];

/** `dns_over_https.mode` in the profile's Local State. */
const DOH_MODE: Record<DnsMode, string> = { 'doh-only': 'secure', automatic: 'automatic', plain: 'off' };

/** Of an extension that is loaded unpacked, by its folder: policies name it. */
export function unpackedId(folder: string): string {
  const digits = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return digits.replace(/./g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16)));
}

export async function launchChromium(options: LaunchOptions = {}): Promise<LabBrowser> {
  const executablePath = EXECUTABLES.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install chromium or set CHROMIUM_BIN');
  const profile = await makeProfile('chromium', '.pki/nssdb');
  const removePolicies = options.policies && (await writePolicies(POLICY_FILE, options.policies));
  const mode = options.dns ?? 'doh-only';
  const localState = {
    dns_over_https: { mode: DOH_MODE[mode], templates: mode === 'plain' ? '' : RESOLVERS.browser.url },
    ...options.localState,
  };
  await writeFile(join(profile.folder, 'Local State'), JSON.stringify(localState));
  const requestLog = join(profile.home, 'requests.json');
  const logSwitches = options.extension === undefined ? [] : [`--log-net-log=${requestLog}`];
  const browser = await puppeteer.launch({
    executablePath,
    headless: options.headless ?? true,
    userDataDir: profile.folder,
    enableExtensions: true,
    pipe: true,
    args: [...SWITCHES, ...logSwitches, ...proxySwitches(options.proxy), ...(options.switches ?? [])],
    env: browserEnvironment(profile),
  });
  const cleanUp = async () => {
    await profile.remove();
    await removePolicies?.();
  };
  try {
    const errors = new ConsoleErrors(browser);
    const installIt = async () =>
      options.extension && (await install(browser, options.extension, options.inPrivateWindows ?? false));
    const id = await installIt();
    const origin = id === undefined ? undefined : `chrome-extension://${id}`;
    const close = async (): Promise<Conduct> => {
      await browser.close();
      try {
        const contacts = origin === undefined ? [] : await readContacts(requestLog, origin);
        // It is ours, and holds every name.
        await rm(requestLog, { force: true });
        await options.afterwards?.(profile.home);
        return { errors: errors.sofar, contacts };
      } finally {
        await cleanUp();
      }
    };
    const reloadExtension = async () => void (await installIt());
    return new Chromium(browser, await browser.version(), origin, errors, reloadExtension, close);
  } catch (error) {
    await browser.close();
    await cleanUp();
    throw error;
  }
}

function proxySwitches(use: ProxyUse | undefined): string[] {
  if (use === undefined) return [];
  if (use === 'socks-address') throw new Error('Chromium tells a SOCKS5 proxy names, never addresses');
  const { address, port } = PROXIES[use];
  const scheme = use === 'http' || use === 'https' ? use : 'socks5';
  return [`--proxy-server=${scheme}://${address}:${port}`, '--proxy-bypass-list=<-loopback>'];
}

/** As puppeteer's installExtension does it, which has no word for private windows. Returns the extension's id. */
async function install(browser: Browser, path: string, enableInIncognito: boolean): Promise<string> {
  const session = await browser.target().createCDPSession();
  const { id } = await session.send('Extensions.loadUnpacked', { path, enableInIncognito });
  await session.detach();
  return id;
}

class Chromium implements LabBrowser {
  readonly name = 'chromium';
  readonly #errors: ConsoleErrors;
  /** The page that was opened last. */
  #front: Page | undefined;
  /** Id of the extension that reopens what was closed, once it is there. */
  #sessions: string | undefined;
  /** What forces a page's colours, which ends with it. */
  readonly #forcing = new WeakMap<Page, CDPSession>();

  constructor(
    readonly puppeteer: Browser,
    readonly version: string,
    readonly extensionOrigin: string | undefined,
    errors: ConsoleErrors,
    readonly reloadExtension: () => Promise<void>,
    readonly close: () => Promise<Conduct>,
  ) {
    this.#errors = errors;
  }

  async visit(url: string, { page, timeoutMs }: { page?: Page; timeoutMs?: number } = {}): Promise<Visit> {
    this.#front = page ?? (await this.puppeteer.newPage());
    return load(this.#front, url, timeoutMs);
  }

  async openExtensionPage(path: string, page?: Page): Promise<Page> {
    const opened = page ?? (await this.puppeteer.newPage());
    this.#front = opened;
    await opened.goto(`${this.extensionOrigin}/${path}`);
    return opened;
  }

  async openToolbarPopup(over?: Page): Promise<ToolbarPopup> {
    const tab = over ?? this.#front;
    const id = this.extensionOrigin && new URL(this.extensionOrigin).host;
    const extension = id && (await this.puppeteer.extensions()).get(id);
    if (!tab || !extension) throw new Error('a popup needs a page in front and an extension');
    await tab.bringToFront();
    const before = new Set(this.puppeteer.targets());
    await extension.triggerAction(tab);
    const isPopup = (target: Target) =>
      !before.has(target) && target.url().startsWith(`${this.extensionOrigin}/`) && target.type() !== 'service_worker';
    const target = await this.puppeteer.waitForTarget(isPopup, { timeout: POPUP_TIMEOUT_MS });
    const page = await target.asPage();
    const size = await page.evaluate(() => ({ widthPx: innerWidth, heightPx: innerHeight }));
    return {
      ...size,
      evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
      picture: async () => Buffer.from(await page.screenshot()),
      close: () => page.close(),
    };
  }

  /** Headless Chromium has neither menus nor an address bar: its events are told as it would tell them. */
  async chooseInLinkMenu(page: Page, selector: string): Promise<void> {
    const linkUrl = await page.$eval(selector, (link) => (link as HTMLAnchorElement).href);
    await this.#tell('contextMenus.onClicked', { menuItemId: MENU_ID, linkUrl }, { incognito: false });
  }

  enterInAddressBar(words: string): Promise<void> {
    return this.#tell('omnibox.onInputEntered', words, 'newForegroundTab');
  }

  #tell(event: string, ...details: unknown[]): Promise<void> {
    return this.evaluateInBackground(`void chrome.${event}.dispatch(...${JSON.stringify(details)})`);
  }

  async changePolicies(policies: Record<string, unknown>): Promise<void> {
    await writePolicies(POLICY_FILE, policies);
  }

  async stopBackground(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (await this.#worker()).close();
      } catch (error) {
        // It went before puppeteer let go of it: stopped all the same.
        if (String(error).includes('No session with given id')) return;
        // puppeteer still lists one that has ended.
        if (attempt === STOP_ATTEMPTS || !String(error).includes('No target with given id')) throw error;
        await sleep(STALE_TARGET_MS);
      }
    }
  }

  async setEnabled(on: boolean): Promise<void> {
    const page = await this.puppeteer.newPage();
    await page.goto('chrome://extensions');
    const id = new URL(String(this.extensionOrigin)).host;
    await page.evaluate(`chrome.management.setEnabled(${JSON.stringify(id)}, ${on})`);
    await page.close();
  }

  /** By an extension of the lab's, which has the permission. */
  async restoreClosed(url: string): Promise<void> {
    this.#sessions ??= await this.puppeteer.installExtension(SESSIONS_EXTENSION);
    const prefix = `chrome-extension://${this.#sessions}/`;
    const target = await this.puppeteer.waitForTarget(
      (one) => one.type() === 'service_worker' && one.url().startsWith(prefix),
      { timeout: WORKER_TIMEOUT_MS },
    );
    await (await target.worker())?.evaluate(`chrome.sessions.getRecentlyClosed().then((closed) => {
      const shows = ({ url }) => url === ${JSON.stringify(url)};
      const { tab, window } = closed.find(({ tab, window }) => (window?.tabs ?? [tab]).some(shows)) ?? {};
      return chrome.sessions.restore((tab ?? window).sessionId);
    })`);
  }

  async splitView(): Promise<void> {
    throw new Error('tabs.createSplit() does it');
  }

  async evaluateInBackground<T>(expression: string): Promise<T> {
    return (await (await this.#worker()).evaluate(expression)) as T;
  }

  async backgroundHeap(): Promise<number> {
    const { client } = await this.#worker();
    await client.send('HeapProfiler.collectGarbage');
    return (await client.send('Runtime.getHeapUsage')).usedSize;
  }

  dark(page: Page, on: boolean): Promise<void> {
    return page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: on ? 'dark' : 'light' }]);
  }

  /** Not by emulateMediaFeatures, which does not know the feature. */
  async forceColors(page: Page, on: boolean): Promise<void> {
    const session = this.#forcing.get(page) ?? (await page.createCDPSession());
    this.#forcing.set(page, session);
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: on ? 'active' : 'none' }],
    });
  }

  grant(grant: Grant): Promise<void> {
    return this.#permit('request', grant);
  }

  async changeDnsMode(_mode: DnsMode): Promise<void> {
    throw new Error('not possible in Chromium from outside');
  }

  revoke(grant: Grant): Promise<void> {
    return this.#permit('remove', grant);
  }

  /**
   * By a page of the extension, where the driver's call stands for a click. Chromium asks nobody about a permission that has no warning;
   * consent to data collection is Firefox's alone.
   */
  async #permit(method: 'request' | 'remove', { permissions = [], origins = [] }: Grant): Promise<void> {
    if (permissions.length + origins.length === 0) return;
    const page = await this.puppeteer.newPage();
    await page.goto(`${this.extensionOrigin}/manifest.json`);
    const isDone = await page.evaluate(`chrome.permissions.${method}(${JSON.stringify({ permissions, origins })})`);
    await page.close();
    if (isDone !== true) throw new Error(`Chromium did not ${method} ${[...permissions, ...origins].join(', ')}`);
  }

  async answerPrompt(): Promise<void> {
    throw new Error('Chromium’s prompts are out of reach');
  }

  async consoleErrors(): Promise<string[]> {
    return this.#errors.sofar;
  }

  /** The extension's service worker, which must be running. */
  async #worker(): Promise<WebWorker> {
    if (!this.extensionOrigin) throw new Error('this browser was started without an extension');
    const isOurs = (target: Target) =>
      target.type() === 'service_worker' && target.url().startsWith(`${this.extensionOrigin}/`);
    const target = await this.puppeteer.waitForTarget(isOurs, { timeout: WORKER_TIMEOUT_MS });
    const worker = await target.worker();
    if (!worker) throw new Error('the service worker went away');
    return worker;
  }
}
