// A browser that outlives its background: storage, tabs, permissions and a resolver, which the test sets, and a background that
// can be killed between any two events and at any await. The background runs over the real src/platform, and that over a browser
// that can fail. What a background asked for before it was killed is carried out; it never hears of it, and asks for nothing more.
// An event wakes a new one.

import { startBackground } from '../../../src/background/start.ts';
import { decodeBase64Url } from '../../../src/bytes/base64.ts';
import { backgroundPlatform } from '../../../src/platform/background-platform.ts';
import { isRestrictedPage } from '../../../src/platform/restricted-pages.ts';
import { suffixList } from '../../../src/platform/suffix-list.ts';
import type { InspectRequest } from '../../../src/shared/inspect.ts';
import { type PortRequest, REPORT_PORT, reportKey } from '../../../src/shared/messages.ts';
import type {
  BrowserPlatform,
  NavigationEvent,
  Platform,
  SubresourceResponse,
  SystemAnswer,
  TraceTab,
} from '../../../src/shared/ports.ts';
import type { SiteReport } from '../../../src/shared/report.ts';
import { err } from '../../../src/shared/result.ts';
import { withEch } from '../assess/facts-builder.ts';
import { https, messageOf } from '../builders.ts';
import { turnTo } from './current.ts';
import { type BrowserKind, EXTENSION_ID, FakeExtensionApi, type FakeTab, type ToolbarIcon } from './extension-api.ts';
import { replaceSettings, settingsIn } from './stored-settings.ts';

const clone = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** One opened popup: what it was sent, and a way to ask. */
export interface FakePopup {
  readonly reports: SiteReport[];
  ask(request: PortRequest | Record<string, unknown>): void;
  /** From now on whatever is sent to it throws. The background hears of it at once, or when it is told to `hear`. */
  close(how?: { unheard?: boolean }): void;
  hear(): void;
}

/** What is told to the background past src/platform, whose own tests are about how browsers tell it. */
type Listeners = {
  subresource: ((subresource: SubresourceResponse) => void)[];
  navigation: ((event: NavigationEvent) => void)[];
  inspectRequest: ((wish: InspectRequest) => void)[];
  networkChanged: (() => void)[];
};

const noListeners = (): Listeners => ({ subresource: [], navigation: [], inspectRequest: [], networkChanged: [] });

type SessionOperation = 'load' | 'put' | 'remove';
const SESSION_OPERATIONS: Record<string, SessionOperation> = {
  'storage.session.get': 'load',
  'storage.session.set': 'put',
  'storage.session.remove': 'remove',
};

// Before any test: the file takes real time to read, which no test lets pass.
await suffixList();

/** There is one API at a time: a background that outlived its test would write into the storage of the next one. */
let running: FakeBrowser | null = null;

export class FakeBrowser {
  readonly api: FakeExtensionApi;
  isOnline = true;
  nowMs = 1_000_000;
  /** Names asked of the resolver, in order. */
  readonly questions: string[] = [];
  /** Origins of the resolvers that were asked, likewise. */
  readonly asked: string[] = [];
  readonly systemQuestions: string[] = [];
  /** Addresses of everything else that the background requested, and with what. */
  readonly requests: { url: string; init: RequestInit }[] = [];
  /** What servers do with such a request. */
  serve: (url: string) => Promise<Response> = () => Promise.reject(new TypeError('Failed to fetch'));
  systemAnswer: (name: string) => SystemAnswer = () => ({ kind: 'addresses', addresses: ['192.0.2.1'] });
  /** What the resolver does with a question; the default publishes ECH for every name. */
  resolve: (name: string, type: number) => Promise<Response> = async (name, type) => answer(name, type);
  /** The next write is refused, once this is over. */
  refusal: Promise<unknown> | null = null;
  /** What storage.session waits for before it does something, and whether it does. */
  beforeSession: ((operation: SessionOperation) => Promise<unknown>) | null = null;
  /** What storage.local waits for. */
  settingsDelay: Promise<unknown> | null = null;
  /** What a reload under the debugger shows; null in every build but the measuring one. */
  measureTab: Platform['measureTab'] = null;
  /** What a page's own server says of its connection (Chrome). */
  traceTab: TraceTab = async () => err('no-permission');
  /** The file of suffixes cannot be read. */
  losesSuffixes = false;
  /** What reading it waits for. */
  suffixDelay: Promise<unknown> = Promise.resolve();
  /** How often backgrounds have read it. */
  suffixReads = 0;
  /** How often they have read whose servers say how a connection was opened. */
  providerReads = 0;
  /** What the network's own resolver waits for. */
  systemDelay: Promise<unknown> = Promise.resolve();
  /** Answers that backgrounds were given so far: each is an await that went on. */
  awaits = 0;
  /** The background is killed in place of hearing the answer of this number. */
  killAtAwait = Number.POSITIVE_INFINITY;
  /** Whether no second passes, as `letTimePass` says. */
  timeStands = false;
  #paused: (() => void)[] = [];
  #listeners = noListeners();
  #isRunning = false;

  constructor(kind: BrowserKind = 'firefox') {
    this.api = turnTo(new FakeExtensionApi(kind));
    this.api.consent = true;
    this.api.before = (path) => this.#before(path);
    this.api.resolve = async (name) => {
      this.systemQuestions.push(name);
      await this.systemDelay;
      const answered = this.systemAnswer(name);
      if (answered.kind === 'failed') throw new Error('NS_ERROR_UNKNOWN_HOST');
      return answered.addresses;
    };
    this.settings = { resolver: { kind: 'custom', template: 'https://resolver.example/dns-query' } };
    this.start();
  }

  get session(): Map<string, unknown> {
    return this.api.session.data;
  }

  /** What the user chose, as stored. */
  get settings(): unknown {
    return settingsIn(this.api.local);
  }

  set settings(settings: unknown) {
    replaceSettings(this.api.local, (settings ?? {}) as object);
  }

  get tabs(): Map<number, FakeTab> {
    return this.api.tabs;
  }

  get goneTabs(): Set<number> {
    return this.api.goneTabs;
  }

  get icons(): Map<number, ToolbarIcon> {
    return this.api.icons;
  }

  set consent(consent: boolean) {
    this.api.consent = consent;
  }

  set siteAccess(siteAccess: boolean) {
    this.api.siteAccess = siteAccess;
  }

  get welcomes(): number {
    return this.#opened('options.html?welcome').length;
  }

  /** Inspect pages that were opened: the id in their address, and their tab. */
  get inspected(): { id: string; tabId: number | null }[] {
    return this.#opened('inspect.html#').map(({ url, tabId }) => ({ id: url.split('#')[1] ?? '', tabId }));
  }

  /** The tab that the next one gets; null where the browser opens none. */
  set inspectTab(tabId: number | null | undefined) {
    this.api.nextTab = tabId;
  }

  #opened(page: string) {
    return this.api.opened.filter(({ url }) => url.includes(page));
  }

  #before(path: string): Promise<unknown> | undefined {
    if (path === 'storage.local.get') return this.settingsDelay ?? undefined;
    const operation = SESSION_OPERATIONS[path];
    if (operation === undefined) return undefined;
    if (operation === 'put' && this.refusal !== null) {
      const { refusal } = this;
      this.refusal = null;
      return refusal.then(() => Promise.reject(new Error('QuotaExceededError')));
    }
    return this.beforeSession?.(operation);
  }

  /** A new background, as after an event that wakes it. */
  start(): void {
    const listeners = noListeners();
    if (running !== this) running?.kill();
    running = this;
    this.#listeners = listeners;
    this.#isRunning = true;
    turnTo(this.api);
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
    this.api.loseBackground();
  }

  /** It passes as the test settles, unless the time stands still. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.timeStands) this.#paused.push(resolve);
      else setImmediate(resolve);
    });
  }

  /** So that what the background waited for is over, once. */
  letTimePass(): void {
    for (const resolve of this.#paused.splice(0)) resolve();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  #wake(): void {
    if (!this.#isRunning) this.start();
  }

  emit(event: NavigationEvent): void {
    if (event.kind === 'committed' || event.kind === 'error-page') this.api.shown.set(event.tabId, event.url);
    this.#wake();
    const told = event.kind === 'committed' ? { ...event, restricted: isRestrictedPage(event.url) } : event;
    for (const listener of this.#listeners.navigation) listener(clone(told));
  }

  see(subresource: SubresourceResponse): void {
    this.#wake();
    for (const listener of this.#listeners.subresource) listener(clone(subresource));
  }

  requestInspection(wish: InspectRequest): void {
    this.#wake();
    for (const listener of this.#listeners.inspectRequest) listener(clone(wish));
  }

  install(reason: 'install' | 'update' = 'install'): void {
    this.#wake();
    this.api.event('runtime.onInstalled').fire({ reason });
  }

  changeSettings(settings: unknown): void {
    replaceSettings(this.api.local, settings as object);
  }

  /** Policy arrives, or another one. */
  tellPolicy(values: Record<string, unknown>): void {
    this.api.policy = clone(values);
    this.api.event('storage.managed.onChanged').fire({});
  }

  /** From now on storage.local gives nothing. */
  loseSettings(): void {
    this.api.failNext('storage.local.get', { times: Number.POSITIVE_INFINITY });
  }

  findSettings(): void {
    this.api.stopFailing('storage.local.get');
  }

  /** A policy bound at an earlier start, and nothing is heard of it yet (Chrome). */
  awaitPolicy(): void {
    this.api.policy = undefined;
    this.api.local.put({ 'policy-binds': true });
  }

  grantConsent(): void {
    this.api.consent = true;
    this.api.event('permissions.onAdded').fire({});
  }

  changeNetwork(): void {
    for (const listener of this.#listeners.networkChanged) listener();
  }

  /** As a page of ours sends it. */
  request(message: unknown): Promise<unknown> | undefined {
    this.#wake();
    const sender = { id: EXTENSION_ID, url: 'moz-extension://overheard/options.html' };
    return this.api.event('runtime.onMessage').fire(clone(message), sender)[0] as Promise<unknown> | undefined;
  }

  openPopup(): FakePopup {
    this.#wake();
    const end = this.api.ports.open(REPORT_PORT);
    return {
      get reports() {
        return end.received.map((update) => (update as { report: SiteReport }).report);
      },
      ask: (request) => end.port.postMessage(request),
      close: (how) => end.die(how),
      hear: () => end.hear(),
    };
  }

  report(tabId: number): SiteReport | undefined {
    return this.session.get(reportKey(tabId)) as SiteReport | undefined;
  }

  /** Until nothing is left to do that needs no time to pass. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) await new Promise((done) => setImmediate(done));
  }

  /** The real one over this API, but for the clock, the network, and events that are told as what they mean. */
  #platform(listeners: Listeners): BrowserPlatform {
    const real = backgroundPlatform();
    return {
      ...real,
      now: () => this.nowMs,
      pause: () => this.#pause(),
      fetch: async (url, init = {}) => {
        const parameter = new URL(String(url)).searchParams.get('dns');
        if (parameter === null) {
          this.requests.push({ url: String(url), init });
          return this.serve(String(url));
        }
        const query = decodeBase64Url(parameter);
        if (!query.ok) throw new Error('dns parameter cannot be decoded');
        const { name, type } = questionOf(query.value);
        this.questions.push(name);
        this.asked.push(new URL(String(url)).origin);
        return this.resolve(name, type);
      },
      online: () => this.isOnline,
      measureTab: this.measureTab,
      traceTab: real.traceTab && ((...args) => this.traceTab(...args)),
      traceProviders: () => {
        this.providerReads++;
        return real.traceProviders();
      },
      suffixList: async () => {
        this.suffixReads++;
        await this.suffixDelay;
        if (this.losesSuffixes) throw new Error('damaged');
        return suffixList();
      },
      onInspectRequest: (listener) => listeners.inspectRequest.push(listener),
      onNavigation: (listener) => listeners.navigation.push(listener),
      onSubresource: (listener) => listeners.subresource.push(listener),
      onNetworkChanged: (listener) => listeners.networkChanged.push(listener),
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
