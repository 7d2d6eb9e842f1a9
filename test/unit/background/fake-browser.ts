// A browser that outlives its background: storage, tabs, permissions and a resolver, which the test sets, and a background
// that can be killed between any two events and at any await. Everything that crosses a boundary is cloned as JSON, as Chrome
// does. What a background asked for before it was killed is carried out; it never hears of it, and asks for nothing more. An
// event wakes a new one.

import { startBackground } from '../../../src/background/start.ts';
import type { BrowserName } from '../../../src/shared/facts.ts';
import type { InspectWish } from '../../../src/shared/inspect.ts';
import { NOTHING_TOLD, type PolicyReading, parsePolicy } from '../../../src/shared/managed.ts';
import { type PortRequest, reportKey } from '../../../src/shared/messages.ts';
import type {
  BrowserPlatform,
  NavigationEvent,
  PagePort,
  Platform,
  Sighting,
  SystemAnswer,
  TabInfo,
} from '../../../src/shared/ports.ts';
import type { SiteReport, Verdict } from '../../../src/shared/report.ts';
import { decodeBase64Url } from '../../../src/wire/base64.ts';
import { withEch } from '../assess/facts-builder.ts';
import { https, messageOf } from '../builders.ts';

const clone = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

export interface Icon {
  verdict: Verdict;
  title: string;
}

/** One opened popup: what it was sent, and a way to ask. */
export interface FakePopup {
  reports: SiteReport[];
  ask(request: PortRequest | Record<string, unknown>): void;
  close(): void;
}

type Listeners = {
  sighting: ((sighting: Sighting) => void)[];
  navigation: ((event: NavigationEvent) => void)[];
  inspectWish: ((wish: InspectWish) => void)[];
  installed: (() => void)[];
  settingsChanged: (() => void)[];
  networkChanged: (() => void)[];
  permissionsGranted: (() => void)[];
  page: ((page: PagePort) => void)[];
  request: ((request: unknown) => Promise<unknown> | undefined)[];
};

const noListeners = (): Listeners => ({
  sighting: [],
  navigation: [],
  inspectWish: [],
  installed: [],
  settingsChanged: [],
  networkChanged: [],
  permissionsGranted: [],
  page: [],
  request: [],
});

export class FakeBrowser {
  readonly session = new Map<string, unknown>();
  settings: unknown = { resolver: { kind: 'custom', template: 'https://resolver.example/dns-query' } };
  /** What the browser says of policy. */
  policy: PolicyReading = NOTHING_TOLD;
  consent = true;
  siteAccess = true;
  isOnline = true;
  nowMs = 1_000_000;
  readonly tabs = new Map<number, TabInfo>();
  readonly goneTabs = new Set<number>();
  readonly icons = new Map<number, Icon>();
  welcomes = 0;
  /** Inspect pages that were opened: the id in their address, and their tab. */
  readonly inspected: { id: string; tabId: number | null }[] = [];
  /** The tab that the next one gets; null where the browser opens none. */
  inspectTab: number | null | undefined;
  /** Names asked of the resolver, in order. */
  readonly questions: string[] = [];
  /** Origins of the resolvers that were asked, likewise. */
  readonly asked: string[] = [];
  readonly systemQuestions: string[] = [];
  systemAnswer: (name: string) => SystemAnswer = () => ({ kind: 'addresses', addresses: ['192.0.2.1'] });
  /** What the resolver does with a question; the default publishes ECH for every name. */
  resolve: (name: string, type: number) => Promise<Response> = async (name, type) => answer(name, type);
  /** Writes to storage.session fail, as over quota. */
  sessionIsFull = false;
  /** So many entries and no more: a new one is refused. */
  maxSessionEntries = Number.POSITIVE_INFINITY;
  /** The next write is refused, once this is over. */
  refusal: Promise<unknown> | null = null;
  /** What storage.session waits for before it does something, and whether it does. */
  beforeSession: ((operation: 'load' | 'put' | 'remove') => Promise<unknown>) | null = null;
  settingsAreUnreadable = false;
  /** What storage.local waits for. */
  settingsDelay: Promise<unknown> | null = null;
  /** What a reload under the debugger shows; null in every build but the measuring one. */
  measureTab: Platform['measureTab'] = null;
  /** What the network's own resolver waits for. */
  systemDelay: Promise<unknown> = Promise.resolve();
  /** Answers that backgrounds were given so far: each is an await that went on. */
  awaits = 0;
  /** The background is killed in place of hearing the answer of this number. */
  killAtAwait = Number.POSITIVE_INFINITY;
  #listeners = noListeners();
  #isRunning = false;

  readonly #name: BrowserName;

  constructor(name: BrowserName = 'firefox') {
    this.#name = name;
    this.start();
  }

  /** A new background, as after an event that wakes it. */
  start(): void {
    const listeners = noListeners();
    this.#listeners = listeners;
    this.#isRunning = true;
    startBackground(
      mortal(this.#platform(listeners), {
        isAlive: () => this.#listeners === listeners,
        heard: () => {
          if (++this.awaits === this.killAtAwait) this.kill();
        },
      }),
    );
  }

  /** The background is gone with everything that it only knew in memory. */
  kill(): void {
    this.#listeners = noListeners();
    this.#isRunning = false;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  #wake(): void {
    if (!this.#isRunning) this.start();
  }

  emit(event: NavigationEvent): void {
    this.#wake();
    for (const listener of this.#listeners.navigation) listener(clone(event));
  }

  see(sighting: Sighting): void {
    this.#wake();
    for (const listener of this.#listeners.sighting) listener(clone(sighting));
  }

  wishToInspect(wish: InspectWish): void {
    this.#wake();
    for (const listener of this.#listeners.inspectWish) listener(clone(wish));
  }

  install(): void {
    for (const listener of this.#listeners.installed) listener();
  }

  changeSettings(settings: unknown): void {
    this.settings = clone(settings);
    for (const listener of this.#listeners.settingsChanged) listener();
  }

  /** Policy arrives, or another one. */
  tellPolicy(values: Record<string, unknown>): void {
    this.policy = clone({ ...parsePolicy(values), isTold: true, isAwaited: false });
    for (const listener of this.#listeners.settingsChanged) listener();
  }

  grantConsent(): void {
    this.consent = true;
    for (const listener of this.#listeners.permissionsGranted) listener();
  }

  changeNetwork(): void {
    for (const listener of this.#listeners.networkChanged) listener();
  }

  request(message: unknown): Promise<unknown> | undefined {
    return this.#listeners.request[0]?.(clone(message));
  }

  openPopup(): FakePopup {
    this.#wake();
    const requests: ((request: unknown) => void)[] = [];
    const closes: (() => void)[] = [];
    const reports: SiteReport[] = [];
    const port: PagePort = {
      send: (update) => reports.push(clone((update as { report: SiteReport }).report)),
      onRequest: (listener) => requests.push(listener),
      onClose: (listener) => closes.push(listener),
    };
    for (const listener of this.#listeners.page) listener(port);
    return {
      reports,
      ask: (request) => {
        for (const listener of requests) listener(clone(request));
      },
      close: () => {
        for (const listener of closes) listener();
      },
    };
  }

  report(tabId: number): SiteReport | undefined {
    return this.session.get(reportKey(tabId)) as SiteReport | undefined;
  }

  /** Until nothing is left to do that needs no time to pass. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
  }

  #platform(listeners: Listeners): BrowserPlatform {
    return {
      browser: this.#name,
      session: {
        load: async () => {
          if (this.beforeSession !== null) await this.beforeSession('load');
          return clone(Object.fromEntries(this.session));
        },
        put: async (entries) => {
          if (this.beforeSession !== null) await this.beforeSession('put');
          const { refusal } = this;
          this.refusal = null;
          if (refusal !== null) {
            await refusal;
            throw new Error('QuotaExceededError');
          }
          const added = Object.keys(entries).filter((key) => !this.session.has(key)).length;
          if (this.sessionIsFull || (added > 0 && this.session.size + added > this.maxSessionEntries))
            throw new Error('QuotaExceededError');
          for (const [key, value] of Object.entries(entries)) this.session.set(key, clone(value));
        },
        remove: async (keys) => {
          if (this.beforeSession !== null) await this.beforeSession('remove');
          for (const key of keys) this.session.delete(key);
        },
      },
      now: () => this.nowMs,
      fetch: async (url) => {
        const query = decodeBase64Url(new URL(String(url)).searchParams.get('dns') ?? '');
        if (!query.ok) throw new Error('no dns parameter');
        const { name, type } = questionOf(query.value);
        this.questions.push(name);
        this.asked.push(new URL(String(url)).origin);
        return this.resolve(name, type);
      },
      online: () => this.isOnline,
      readSettings: async () => {
        if (this.settingsDelay !== null) await this.settingsDelay;
        if (this.settingsAreUnreadable) throw new Error('storage.local is damaged');
        return clone(this.settings);
      },
      readPolicy: async () => clone(this.policy),
      changeSettings: async (part) => this.changeSettings({ ...(this.settings as object), ...part }),
      hasConsent: async () => this.consent,
      hasSiteAccess: async () => this.siteAccess,
      tab: async (tabId) => (this.goneTabs.has(tabId) ? null : (this.tabs.get(tabId) ?? { url: null, private: false })),
      showIcon: async (tabId, verdict, title) => {
        this.icons.set(tabId, { verdict, title });
      },
      translate: ({ key, args }) => [key, ...args].join(' '),
      openWelcome: async () => {
        this.welcomes++;
      },
      resolveBySystem:
        this.#name === 'chromium'
          ? null
          : async (name) => {
              this.systemQuestions.push(name);
              await this.systemDelay;
              return this.systemAnswer(name);
            },
      measureTab: this.measureTab,
      openInspect: async (id, tabId) => {
        const opened = this.inspectTab === undefined ? (tabId ?? 900 + this.inspected.length) : this.inspectTab;
        this.inspected.push({ id, tabId: opened });
        return opened;
      },
      onInspectWish: (listener) => listeners.inspectWish.push(listener),
      onNavigation: (listener) => listeners.navigation.push(listener),
      onSighting: (listener) => listeners.sighting.push(listener),
      onInstalled: (listener) => listeners.installed.push(listener),
      onSettingsChanged: (listener) => listeners.settingsChanged.push(listener),
      onPermissionsGranted: (listener) => listeners.permissionsGranted.push(listener),
      onNetworkChanged: (listener) => listeners.networkChanged.push(listener),
      onPage: (listener) => listeners.page.push(listener),
      onRequest: (listener) => listeners.request.push(listener),
    };
  }
}

interface Life {
  isAlive(): boolean;
  /** An answer is about to be heard. */
  heard(): void;
}

const NEVER = new Promise<never>(() => {});

/** A platform whose calls do nothing once the background is dead, and whose answers reach only the living. */
function mortal(platform: BrowserPlatform, life: Life): BrowserPlatform {
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name);
        if (typeof value === 'object' && value !== null) return wrap(value);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const answer = life.isAlive() ? value.apply(object, args) : NEVER;
          return answer instanceof Promise ? heardBy(answer, life) : answer;
        };
      },
    });
  return wrap(platform);
}

async function heardBy<T>(answer: Promise<T>, life: Life): Promise<T> {
  const outcome = await answer.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
  if (life.isAlive()) life.heard();
  return life.isAlive() ? outcome() : NEVER;
}

/** A whole answer of a resolver: ECH for HTTPS questions, an address for others. */
export function answer(name: string, type: number, ttl = 300): Response {
  const record = type === 65 ? https(name, withEch(), ttl) : { name, type, ttl, rdata: Uint8Array.of(192, 0, 2, 1) };
  return dnsResponse(messageOf({ name, type, answers: [record] }));
}

export const dnsResponse = (message: Uint8Array<ArrayBuffer>): Response =>
  new Response(message, { headers: { 'content-type': 'application/dns-message' } });

/** The question of a DNS query, read without any of our own decoders. */
function questionOf(query: Uint8Array): { name: string; type: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: (query[at + 1] ?? 0) * 256 + (query[at + 2] ?? 0) };
}
