// The WebExtension API of one browser, as unkind as the real ones: ports die by themselves and throw from then on, storage has a
// quota, any call can be made to fail once, a tab that is gone rejects. What crosses a context is cloned as JSON, as Chrome does.

import { vi } from 'vitest';
import { SUFFIX_LIST_FILE } from '../../../src/shared/suffix-list.ts';
import { TRACE_PROVIDERS_FILE } from '../../../src/shared/trace.ts';
import { FakeEvent } from './event.ts';
import { getMessage } from './messages.ts';
import { FakePorts } from './ports.ts';
import { FakeStorageArea } from './storage-area.ts';

export type BrowserKind = 'firefox' | 'chromium' | 'firefox-android';

export const EXTENSION_ID = 'overheard@overheard.example';

/** What `storage.managed.get` says in Firefox where no policy names the extension. */
export const NO_MANIFEST = 'Managed storage manifest not found';

/** Made when a test first needs it: the rules take longer to read than most tests. */
const PACKAGED: Record<string, () => string | Promise<string>> = {
  [SUFFIX_LIST_FILE]: async () => (await import('../../../src/build/public-suffixes.ts')).suffixListText(),
  [TRACE_PROVIDERS_FILE]: () =>
    JSON.stringify({
      updated: '2026-11-30',
      providers: [{ label: 'Cloudflare', publicName: 'cloudflare-ech.com', ranges: ['192.0.2.0/24'] }],
    }),
};

const EXTENSION_URL = 'moz-extension://overheard/';

export interface FakeTab {
  /** Null where the browser hides it. */
  url: string | null;
  private: boolean;
}

export interface ToolbarIcon {
  /** The picture's name, of `/icons/NAME-16.png`. */
  verdict: string;
  title: string;
}

type Failure = { error: unknown; left: number };

export class FakeExtensionApi {
  readonly kind: BrowserKind;
  readonly local: FakeStorageArea;
  readonly session: FakeStorageArea;
  readonly ports: FakePorts;
  /** What policy says; undefined for none. */
  policy: Record<string, unknown> | undefined;
  /** Firefox: whether the user agreed that site names are sent. */
  consent = false;
  siteAccess = true;
  readonly tabs = new Map<number, FakeTab>();
  /** Addresses that tabs show, where nothing else is said of them. */
  readonly shown = new Map<number, string>();
  readonly goneTabs = new Set<number>();
  /** Addresses that were to be opened in a tab, and the tab that shows each; null where the browser opened none. */
  readonly opened: { url: string; tabId: number | null }[] = [];
  /** The tab that the next one gets; null where the browser opens none. */
  nextTab: number | null | undefined;
  readonly icons = new Map<number, ToolbarIcon>();
  /** Addresses by name, for the system's resolver; rejects for none. */
  resolve: (name: string) => Promise<string[]> = async () => ['192.0.2.1'];
  /** Answers of `webRequest.getSecurityInfo`, by request. */
  readonly security = new Map<string, object>();
  /** Called before each call of the API, by its path: a test may throw here, or wait. */
  before: ((path: string) => Promise<unknown> | undefined) | undefined;
  readonly #failures = new Map<string, Failure>();
  readonly events: Record<string, FakeEvent> = {};
  readonly api;
  /** What only the `chrome` object has: callbacks in Firefox too. */
  readonly chrome;

  constructor(kind: BrowserKind = 'firefox') {
    this.kind = kind;
    this.local = new FakeStorageArea('storage.local', this.#called);
    this.session = new FakeStorageArea('storage.session', this.#called);
    this.ports = new FakePorts(this.#event('runtime.onConnect'), {
      id: EXTENSION_ID,
      url: `${EXTENSION_URL}popup.html`,
    });
    this.api = this.#describe();
    this.chrome = this.#describeChrome();
  }

  /** The next calls of a path such as `storage.local.get` fail. `action.setIcon` throws, every other one rejects. */
  failNext(path: string, { error = new Error(`${path} failed`) as unknown, times = 1 } = {}): void {
    this.#failures.set(path, { error, left: times });
  }

  /** Of one path, or of all. */
  stopFailing(path?: string): void {
    if (path === undefined) this.#failures.clear();
    else this.#failures.delete(path);
  }

  /** The background is gone, and every listener and port with it. */
  loseBackground(): void {
    for (const event of Object.values(this.events)) event.clear();
    this.ports.loseBackground();
  }

  /** As on the first day. Listeners stay, which modules have registered once and for all. */
  clear(): void {
    this.local.clear();
    this.session.clear();
    this.policy = undefined;
    this.consent = false;
    this.siteAccess = true;
    this.before = undefined;
    this.#failures.clear();
    for (const records of [this.tabs, this.shown, this.goneTabs, this.icons, this.security]) records.clear();
    this.opened.length = 0;
    this.ports.clear();
  }

  /** What fetch gives for a file of the package; its path for `failNext` is `fetch`. Undefined for any other address. */
  packaged(url: string): Promise<Response> | undefined {
    const text = PACKAGED[url.replace(EXTENSION_URL, '')];
    return text && this.#call('fetch', async () => new Response(await text()))();
  }

  event(path: string): FakeEvent {
    const event = this.events[path];
    if (event === undefined) throw new Error(`no event ${path}`);
    return event;
  }

  #event(path: string): FakeEvent {
    this.events[path] ??= new FakeEvent();
    return this.events[path];
  }

  #fails(path: string): Failure | undefined {
    const failure = this.#failures.get(path);
    if (failure === undefined) return undefined;
    if (--failure.left <= 0) this.#failures.delete(path);
    return failure;
  }

  /** Before each asynchronous call: what it waits for, if anything. Throws when it is to fail. */
  readonly #called = (path: string): Promise<void> | undefined => {
    const failIfDue = (): undefined => {
      const failure = this.#fails(path);
      if (failure !== undefined) throw failure.error;
    };
    const wait = this.before?.(path);
    return wait === undefined ? failIfDue() : wait.then(failIfDue);
  };

  readonly #call = <Args extends unknown[], T>(path: string, answer: (...args: Args) => T | Promise<T>) =>
    vi.fn(async (...args: Args): Promise<T> => {
      const wait = this.#called(path);
      if (wait !== undefined) await wait;
      return answer(...args);
    });

  #openTab(url: string, tabId: number | null | undefined): { id: number } {
    const id = tabId === undefined ? 900 + this.opened.length : tabId;
    this.opened.push({ url, tabId: id });
    if (id === null) throw new Error('no window to open a tab in');
    return { id };
  }

  #describe() {
    const call = this.#call;
    const event = (path: string) => this.#event(path);
    const isFirefox = this.kind !== 'chromium';
    return {
      i18n: { getMessage },
      storage: {
        local: this.local,
        session: this.session,
        managed: {
          get: call('storage.managed.get', (): Record<string, unknown> => {
            if (this.policy !== undefined) return structuredClone(this.policy);
            if (isFirefox) throw new Error(NO_MANIFEST);
            return {};
          }),
          onChanged: event('storage.managed.onChanged'),
        },
      },
      runtime: {
        id: EXTENSION_ID,
        lastError: undefined,
        ...(isFirefox && { getBrowserInfo: call('runtime.getBrowserInfo', () => ({ name: 'Firefox' })) }),
        getURL: (path: string) => `${EXTENSION_URL}${path}`,
        connect: ({ name }: { name: string }) => this.ports.connect(name),
        // biome-ignore lint/suspicious/noExplicitAny: each page says what it sends
        sendMessage: vi.fn(async (_message: any): Promise<unknown> => undefined),
        openOptionsPage: call('runtime.openOptionsPage', () => {}),
        onConnect: event('runtime.onConnect'),
        onMessage: event('runtime.onMessage'),
        onInstalled: event('runtime.onInstalled'),
        onStartup: event('runtime.onStartup'),
      },
      permissions: {
        getAll: call('permissions.getAll', () => ({ data_collection: this.consent ? ['browsingActivity'] : [] })),
        request: call('permissions.request', (_permissions: object): boolean => true),
        contains: call('permissions.contains', (_permissions: object): boolean => this.siteAccess),
        onAdded: event('permissions.onAdded'),
        onRemoved: event('permissions.onRemoved'),
      },
      tabs: {
        get: call('tabs.get', (tabId: number) => {
          if (this.goneTabs.has(tabId)) throw new Error(`No tab with id: ${tabId}.`);
          const { url, private: incognito } = this.tabs.get(tabId) ?? {
            url: this.shown.get(tabId) ?? null,
            private: false,
          };
          return { id: tabId, incognito, ...(url !== null && { url }) };
        }),
        query: call('tabs.query', (query: { active?: boolean }) => {
          const known = [...this.tabs].filter(([id]) => !this.goneTabs.has(id));
          const all = known.map(([id, { url, private: incognito }]) => ({ id, incognito, url: url ?? undefined }));
          return query.active ? [all[0] ?? { id: 1, incognito: false, url: undefined }] : all;
        }),
        create: call('tabs.create', ({ url }: { url: string }) => this.#openTab(url, this.nextTab)),
        update: call('tabs.update', (tabId: number, { url }: { url: string }) =>
          this.#openTab(url, this.nextTab === undefined ? tabId : this.nextTab),
        ),
        reload: call('tabs.reload', (_tabId: number, _how: { bypassCache: boolean }): void => {}),
        onRemoved: event('tabs.onRemoved'),
        ...(!isFirefox && { onReplaced: event('tabs.onReplaced') }),
      },
      action: {
        setTitle: call('action.setTitle', ({ tabId, title }: { tabId: number; title: string }) => {
          if (this.goneTabs.has(tabId)) throw new Error(`No tab with id: ${tabId}.`);
          this.icons.set(tabId, { verdict: this.icons.get(tabId)?.verdict ?? '', title });
        }),
      },
      webRequest: {
        ResourceType: { MAIN_FRAME: 'main_frame', SUB_FRAME: 'sub_frame', IMAGE: 'image', OTHER: 'other' },
        ...(isFirefox && {
          getSecurityInfo: vi.fn(async (requestId: string, _options: object) => this.security.get(requestId)),
        }),
        onBeforeRequest: event('webRequest.onBeforeRequest'),
        onBeforeRedirect: event('webRequest.onBeforeRedirect'),
        onHeadersReceived: event('webRequest.onHeadersReceived'),
        onResponseStarted: event('webRequest.onResponseStarted'),
        onCompleted: event('webRequest.onCompleted'),
        onErrorOccurred: event('webRequest.onErrorOccurred'),
      },
      webNavigation: {
        onCommitted: event('webNavigation.onCommitted'),
        onErrorOccurred: event('webNavigation.onErrorOccurred'),
      },
      ...(isFirefox && {
        dns: {
          resolve: call('dns.resolve', async (name: string, _flags: string[]) => ({
            addresses: await this.resolve(name),
          })),
        },
      }),
      // Firefox for Android has neither.
      ...(this.kind !== 'firefox-android' && {
        contextMenus: {
          removeAll: call('contextMenus.removeAll', () => {}),
          create: vi.fn((_menu: object, done?: () => void) => done?.()),
          onClicked: event('contextMenus.onClicked'),
        },
        omnibox: {
          setDefaultSuggestion: call('omnibox.setDefaultSuggestion', () => {}),
          onInputEntered: event('omnibox.onInputEntered'),
        },
      }),
      extension: { inIncognitoContext: false },
    };
  }

  #describeChrome() {
    const runtime: { lastError: { message: string } | undefined } = { lastError: undefined };
    return {
      runtime,
      action: {
        /** Throws at once where the call itself is refused; a tab that is gone is told to the callback alone. */
        setIcon: vi.fn((icon: { tabId: number; path: Record<string, string> }, done: () => void) => {
          const failure = this.#fails('action.setIcon');
          if (failure !== undefined) throw failure.error;
          queueMicrotask(() => {
            const { tabId, path } = icon;
            if (this.goneTabs.has(tabId)) runtime.lastError = { message: `No tab with id: ${tabId}.` };
            else this.icons.set(tabId, { verdict: nameOf(path[16]), title: this.icons.get(tabId)?.title ?? '' });
            done();
            runtime.lastError = undefined;
          });
        }),
      },
    };
  }
}

const nameOf = (path = ''): string => /\/icons\/(.+)-16\.png$/.exec(path)?.[1] ?? path;
