// Firefox over WebDriver BiDi, by puppeteer-core.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CONTAINER_PROXY_ID, writeContainerProxy } from './container-proxy.ts';
import { ChromeScope, navigateDirectly } from './firefox-chrome-scope.ts';
import { firefoxPrefs, TRR_MODE } from './firefox-prefs.ts';
import * as scripts from './firefox-scripts.mjs';
import {
  type Conduct,
  DEFAULT_GECKO_ID,
  type DnsMode,
  type Grant,
  KEYWORD,
  type LabBrowser,
  type LaunchOptions,
  load,
  type ToolbarPopup,
  type Visit,
} from './lab-browser.ts';
import { browserEnvironment, makeProfile, writePolicies } from './profile.ts';

const EXECUTABLES = [process.env.FIREFOX_BIN, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const POLICY_FILE = '/etc/firefox/policies/policies.json';
const PROMPT_TIMEOUT_MS = 5000;
const POPUP_TIMEOUT_MS = 5000;
const BACKGROUND_TIMEOUT_MS = 5000;
const BACKGROUND_PAUSE_MS = 50;
/** What is closed is told to the session store some time later. */
const RESTORE_TIMEOUT_MS = 5000;
/** A repaint after the colours changed. */
const REPAINT_MS = 150;

export async function launchFirefox(options: LaunchOptions = {}): Promise<LabBrowser> {
  const executablePath = EXECUTABLES.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) throw new Error('no Firefox found: install firefox-esr or set FIREFOX_BIN');
  const profile = await makeProfile('firefox', 'profile');
  const removePolicies = options.policies && (await writePolicies(POLICY_FILE, { policies: options.policies }));
  const geckoId = options.geckoId ?? DEFAULT_GECKO_ID;
  const uuid = randomUUID();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: options.headless ?? true,
    userDataDir: profile.folder,
    extraPrefsFirefox: firefoxPrefs(options, { [geckoId]: uuid }),
    args: ['--remote-allow-system-access'],
    env: {
      ...browserEnvironment(profile),
      MOZ_DISABLE_AUTO_SAFE_MODE: '1',
      MOZ_CRASHREPORTER_DISABLE: '1',
      MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
    },
  });
  const cleanUp = async () => {
    await profile.remove();
    await removePolicies?.();
  };
  try {
    const chromeScope = new ChromeScope(await browser.newPage());
    if (options.extension) {
      await chromeScope.call(scripts.watchConsole, geckoId, uuid);
      await chromeScope.call(scripts.watchContacts, uuid);
      const installed = await browser.installExtension(options.extension);
      if (installed !== geckoId) throw new Error(`the extension's gecko id is ${installed}, not ${geckoId}`);
      if (options.inPrivateWindows) await chromeScope.call(scripts.allowInPrivateWindows, geckoId);
    }
    if (options.containerProxy) {
      await browser.installExtension(await writeContainerProxy(profile.home, options.containerProxy));
      await backgroundOf(chromeScope, CONTAINER_PROXY_ID);
    }
    const extension = options.extension === undefined ? undefined : { id: geckoId, origin: `moz-extension://${uuid}` };
    const close = async (): Promise<Conduct> => {
      const errors = await chromeScope.call(scripts.readConsoleErrors);
      const contacts = await chromeScope.call(scripts.readContacts);
      await browser.close();
      try {
        await options.afterwards?.(profile.home);
      } finally {
        await cleanUp();
      }
      return { errors, contacts };
    };
    return new Firefox(browser, await browser.version(), chromeScope, extension, close);
  } catch (error) {
    await browser.close();
    await cleanUp();
    throw error;
  }
}

/** Resolves once an add-on's background runs. Throws when it does not come. */
async function backgroundOf(chromeScope: ChromeScope, id: string): Promise<void> {
  for (const end = Date.now() + BACKGROUND_TIMEOUT_MS; ; await sleep(BACKGROUND_PAUSE_MS)) {
    const runs = await chromeScope.call(scripts.evaluateInView, id, 'background', 'document.readyState', true).then(
      (state) => JSON.parse(state) === 'complete',
      () => false,
    );
    if (runs) return;
    if (Date.now() > end) throw new Error(`the background of ${id} does not run`);
  }
}

class Firefox implements LabBrowser {
  readonly name = 'firefox';
  readonly #extension: { id: string; origin: string } | undefined;

  constructor(
    readonly puppeteer: Browser,
    readonly version: string,
    readonly chromeScope: ChromeScope,
    extension: { id: string; origin: string } | undefined,
    readonly close: () => Promise<Conduct>,
  ) {
    this.#extension = extension;
  }

  get extensionOrigin(): string | undefined {
    return this.#extension?.origin;
  }

  get #extensionId(): string {
    if (!this.#extension) throw new Error('this browser was started without an extension');
    return this.#extension.id;
  }

  async visit(url: string, { page, timeoutMs }: { page?: Page; timeoutMs?: number } = {}): Promise<Visit> {
    return load(page ?? (await this.puppeteer.newPage()), url, timeoutMs);
  }

  async openExtensionPage(path: string, page?: Page): Promise<Page> {
    const opened = page ?? (await this.puppeteer.newPage());
    await navigateDirectly(opened, `${this.extensionOrigin}/${path}`);
    return opened;
  }

  async openToolbarPopup(over?: Page): Promise<ToolbarPopup> {
    const id = this.#extensionId;
    await over?.bringToFront();
    const size = await this.chromeScope.call(scripts.openToolbarPopup, id, POPUP_TIMEOUT_MS);
    if (!size) throw new Error('the toolbar popup did not open');
    return {
      ...size,
      evaluate: async <T>(expression: string) =>
        JSON.parse(await this.chromeScope.call(scripts.evaluateInView, id, 'popup', inAscii(expression), false)) as T,
      picture: async () => {
        const address = await this.chromeScope.call(scripts.pictureToolbarPopup, id);
        return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
      },
      close: () => this.chromeScope.call(scripts.closeToolbarPopup),
    };
  }

  async chooseInLinkMenu(page: Page, selector: string): Promise<void> {
    await page.bringToFront();
    await page.click(selector, { button: 'right' });
    const instead = await this.chromeScope.call(scripts.chooseInMenu, this.#extensionId, POPUP_TIMEOUT_MS);
    if (instead !== null) throw new Error(`the menu has no entry of the extension: ${instead}`);
  }

  enterInAddressBar(words: string): Promise<void> {
    return this.chromeScope.call(scripts.enterInAddressBar, KEYWORD, words);
  }

  async changePolicies(_policies: Record<string, unknown>): Promise<void> {
    throw new Error('Firefox reads policies at its start');
  }

  stopBackground(): Promise<void> {
    return this.chromeScope.call(scripts.stopBackground, this.#extensionId);
  }

  setEnabled(on: boolean): Promise<void> {
    return this.chromeScope.call(scripts.setEnabled, this.#extensionId, on);
  }

  reloadExtension(): Promise<void> {
    return this.chromeScope.call(scripts.reloadExtension, this.#extensionId);
  }

  async restoreClosed(url: string): Promise<void> {
    for (const end = Date.now() + RESTORE_TIMEOUT_MS; !(await this.chromeScope.call(scripts.restoreClosed, url)); ) {
      if (Date.now() > end) throw new Error(`nothing closed shows ${url}`);
      await sleep(BACKGROUND_PAUSE_MS);
    }
  }

  splitView(first: number, second: number): Promise<void> {
    return this.chromeScope.call(scripts.splitView, first, second);
  }

  async evaluateInBackground<T>(expression: string): Promise<T> {
    const id = this.#extensionId;
    return JSON.parse(await this.chromeScope.call(scripts.evaluateInView, id, 'background', expression, true)) as T;
  }

  backgroundHeap(): Promise<number> {
    return this.chromeScope.call(scripts.measureBackgroundHeap, this.#extensionId);
  }

  /** Firefox has one colour scheme for all pages. */
  async dark(page: Page, on: boolean): Promise<void> {
    await this.chromeScope.call(scripts.setDark, on);
    // A busy machine brings the preference to the page's process late.
    const isSo = (scheme: string) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
    await page.waitForFunction(isSo, { polling: REPAINT_MS }, on ? 'dark' : 'light');
    await sleep(REPAINT_MS);
  }

  async forceColors(_page: Page, on: boolean): Promise<void> {
    await this.chromeScope.call(scripts.setForcedColors, on);
    await sleep(REPAINT_MS);
  }

  grant(grant: Grant): Promise<void> {
    return this.chromeScope.call(scripts.changePermissions, this.#extensionId, grant, true);
  }

  changeDnsMode(mode: DnsMode): Promise<void> {
    return this.chromeScope.call(scripts.changeTrrMode, TRR_MODE[mode]);
  }

  revoke(grant: Grant): Promise<void> {
    return this.chromeScope.call(scripts.changePermissions, this.#extensionId, grant, false);
  }

  async answerPrompt(accept: boolean): Promise<void> {
    const came = await this.chromeScope.call(scripts.answerPrompt, accept, PROMPT_TIMEOUT_MS);
    if (!came) throw new Error('no permission prompt came');
  }

  consoleErrors(): Promise<string[]> {
    return this.chromeScope.call(scripts.readConsoleErrors);
  }
}

/** A script is read as bytes there: quotes and apostrophes in its strings would each become three characters. */
const inAscii = (script: string): string =>
  script.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
