// The built extension in a real browser inside the lab: as it was just installed, or as after the first start, with a chosen
// resolver, an expected root and consent. Whoever closes it is told when it put an error on a console or asked a host that it had
// no leave to ask, so that every run looks at both, whatever else it is about.

import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { launchChromium } from './browsers/chromium.ts';
import { launchFirefox } from './browsers/firefox.ts';
import type { LabBrowser, LaunchOptions } from './browsers/lab-browser.ts';
import type { Lab } from './lab.ts';
import { makeLabBuild } from './lab-build.ts';
import type { BrowserName } from './site.ts';

/** The folder of a build. */
export const builtFolder = (name: BrowserName): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };

/** What the popup of a tab shows. */
export interface Shown {
  verdict: string;
  evidence: string;
  /** The name that it says the network reads, when it says one. */
  networkReads: string | undefined;
  /** What is known of the site's records: `pending`, `no-record`, `ech` and so on; undefined where nothing is known of the tab. */
  published: string | undefined;
  /** The first cause, by its kind; undefined where there is none. */
  cause: string | undefined;
  /** What a person reads, and after it what is folded away. */
  text: string;
}

/** To be closed as an Extension, which looks at what was done. */
export type OpenBrowser = Omit<LabBrowser, 'close'>;

export interface Extension {
  browser: OpenBrowser;
  /** Stays open, to call the extension's own API from. */
  readonly console: Page;
  /** Loads the extension anew, as an update does, with all tabs open; the console is another page then. */
  reload(): Promise<void>;
  /** As the browser does when it idles: what the background gathers to write within a second is written. */
  stopBackground(): Promise<void>;
  /** Merges into the stored settings. */
  configure(settings: Record<string, unknown>): Promise<void>;
  /** Id of the tab that shows a page. */
  tabOf(page: Page): Promise<number>;
  /** The popup of a tab, in a page of its own. */
  popup(tabId: number): Promise<Page>;
  /** What a popup shows as soon as it is settled, by default when it no longer says that it is finding out. */
  read(popup: Page, settled?: (shown: Shown) => boolean, timeoutMs?: number): Promise<Shown>;
  /** Gives leave to send requests to these hosts: they are chosen, or a button that names them is about to be pressed. */
  mayContact(...hosts: string[]): void;
  /** Throws what the extension did wrong while the browser ran. */
  close(): Promise<void>;
}

/** Two seconds without anything new are enough. */
const WRITTEN_TIMEOUT_MS = 10_000;

/** What runs now. A test file that ends before it has closed everything has not looked at all. */
export const open = new Set<Extension>();

/** The background has answered, and nothing is being looked up: in Chrome the site's other names of the visit, too, of which no site of the lab has more than are asked about. */
const isSettled = (shown: Shown): boolean => isAnswered(shown) && shown.cause !== 'names-unchecked';

/** Where a name is never looked up. */
export const isAnswered = ({ text, published }: Shown): boolean =>
  published !== undefined && !text.includes('Checking');

/** As after the first start: a resolver is chosen, the lab's root is expected, consent is given. */
export async function launchExtension(name: BrowserName, lab: Lab, options: LaunchOptions = {}): Promise<Extension> {
  const extension = await installExtension(name, options);
  await extension.browser.grant({ dataCollection: ['browsingActivity'] });
  extension.mayContact(lab.dns.resolvers.resolver.host);
  const sha256 = lab.fingerprints.expected.replaceAll(':', '').toLowerCase();
  await extension.configure({
    resolver: { kind: 'custom', template: lab.dns.resolvers.resolver.url },
    expectedRoots: [{ sha256, label: 'Lab' }],
  });
  return extension;
}

/** As it was just installed: nothing is chosen or agreed to. */
export async function installExtension(name: BrowserName, options: LaunchOptions = {}): Promise<Extension> {
  const folder = options.extension ?? builtFolder(name);
  const loaded = name === 'chromium' ? await makeLabBuild(folder) : folder;
  const browser = await LAUNCH[name]({ ...options, extension: loaded });
  let console = await browser.openExtensionPage('options.html');
  const call = <T>(expression: string): Promise<T> => console.evaluate(expression) as Promise<T>;
  const configure = (settings: Record<string, unknown>) =>
    call<void>(
      `browser.storage.local.set(${JSON.stringify(
        Object.fromEntries(Object.entries(settings).map(([field, value]) => [`setting:${field}`, value])),
      )})`,
    );
  const permitted = new Set<string>();
  const extension: Extension = {
    browser,
    get console() {
      return console;
    },
    configure,
    async reload() {
      await browser.reloadExtension();
      console = await browser.openExtensionPage('options.html');
    },
    async stopBackground() {
      const isWritten = () =>
        call<boolean>(
          "browser.storage.session.get().then((all) => !Object.keys(all).some((key) => key.startsWith('unwritten:')))",
        );
      for (
        const end = Date.now() + WRITTEN_TIMEOUT_MS;
        !(await isWritten());
        await new Promise((done) => setTimeout(done, 100))
      )
        if (Date.now() > end) throw new Error('the background does not come to rest');
      await browser.stopBackground();
    },
    async tabOf(page) {
      // The page in front is the active tab of its window, whatever it shows.
      await page.bringToFront();
      const [tab] = await call<{ id: number }[]>('browser.tabs.query({ active: true })');
      if (tab === undefined) throw new Error(`no tab shows ${page.url()}`);
      return tab.id;
    },
    popup: (tabId) => browser.openExtensionPage(`popup.html?tab=${tabId}`),
    async read(popup, settled = isSettled, timeoutMs = 10_000) {
      let shown: Shown | undefined;
      for (const end = Date.now() + timeoutMs; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
        shown = await popup.evaluate(() => {
          const [element, ...more] = document.querySelectorAll<HTMLElement>('[data-verdict]');
          if (element === undefined || more.length > 0) return undefined;
          const { verdict = '', evidence = '' } = element.dataset;
          // An internationalised name carries its A-label, the form on the wire, as its title.
          const name = document.querySelector<HTMLElement>('.lane.lit .written bdi');
          const networkReads = name === null ? undefined : name.title || (name.textContent ?? undefined);
          const { published } = document.querySelector<HTMLElement>('[data-published]')?.dataset ?? {};
          const { cause } = document.querySelector<HTMLElement>('[data-cause]')?.dataset ?? {};
          const folded = document.querySelectorAll('[hidden], details:not([open])');
          // biome-ignore lint/performance/useDomNodeTextContent: what a person reads, with hidden text left out
          const text = [document.body.innerText, ...Array.from(folded, (one) => one.textContent)].join('\n');
          return { verdict, evidence, networkReads, published, cause, text };
        });
        if (shown !== undefined && settled(shown)) return shown;
      }
      throw new Error(`the popup does not settle: ${JSON.stringify(shown)}`);
    },
    mayContact(...hosts) {
      for (const host of hosts) permitted.add(host);
    },
    async close() {
      open.delete(extension);
      const { errors, contacts } = await browser.close();
      const strangers = contacts.filter((host) => !permitted.has(host));
      const complaints = [
        ...errors.map((error) => `on a console: ${error}`),
        ...strangers.map((host) => `a request to ${host}, which the test gave no leave to ask`),
      ];
      if (complaints.length > 0) throw new Error(`the extension in ${name}: ${complaints.join('; ')}`);
    },
  };
  open.add(extension);
  return extension;
}
