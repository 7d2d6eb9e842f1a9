// Somebody browses for hours, by chance, and the same for the same seed: many tabs, pages of every kind, a resolver whose
// trouble changes, a network that comes and goes, and a background that dies between any two events and at any await. What the
// tabs show and which questions may be asked again is kept beside it, for a test to compare.

import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser, type FakePopup } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, committed, redirectedVisit, visit } from './visit.ts';

/** The one that is chosen. */
const RESOLVER = 'https://resolver.example';
const MOST_TABS = 40;
/** Calls of the browser that may fail. */
const REFUSABLE = [
  'storage.session.get',
  'storage.session.set',
  'storage.session.remove',
  'storage.local.get',
  'storage.local.set',
  'storage.managed.get',
  'action.setIcon',
  'action.setTitle',
  'tabs.get',
  'tabs.query',
  'permissions.contains',
  'permissions.getAll',
];
const SITES = 400;
const TTL_SECONDS = 300;
/** As src/doh has them. */
const TIMEOUT_MS = 5_000;
const FAILURE_MS = 30_000;
const OFFLINE_MS = 1_000;

/** What a resolver does to every question, and for how long it is known afterwards what came of it. */
const MOODS = {
  good: { endsAfterMs: 0, keptMs: TTL_SECONDS * 1_000 },
  slow: { endsAfterMs: 3_000, keptMs: TTL_SECONDS * 1_000 },
  silent: { endsAfterMs: TIMEOUT_MS, keptMs: FAILURE_MS },
  'byte by byte': { endsAfterMs: TIMEOUT_MS, keptMs: FAILURE_MS },
  'too busy': { endsAfterMs: 0, keptMs: FAILURE_MS },
  garbage: { endsAfterMs: 0, keptMs: FAILURE_MS },
  cut: { endsAfterMs: 0, keptMs: FAILURE_MS },
  refused: { endsAfterMs: 0, keptMs: FAILURE_MS },
  offline: { endsAfterMs: 0, keptMs: OFFLINE_MS },
} as const;
type Mood = keyof typeof MOODS;
const ALL_MOODS = Object.keys(MOODS) as Mood[];

/** A question for an HTTPS record about a page that is none of a private window. */
interface Asked {
  endsAtMs: number;
  keptUntilMs: number;
  life: number;
}

interface OpenTab {
  private: boolean;
  /** Host of the page that it shows, which was committed when. */
  host: string | undefined;
}

export class Browsing {
  readonly browser: FakeBrowser;
  readonly tabs = new Map<number, OpenTab>();
  /** Questions that were asked although the answer, or that there was none, was known. */
  readonly askedTwice: string[] = [];
  networkChanges = 0;
  canaryQuestions = 0;
  /** Popups that were opened, each of which may have the canary checked. */
  looks = 0;
  /** The background that runs now is the latest of so many, and began when. */
  lives = 1;
  livesSinceMs = Date.now();
  #mood: Mood = 'good';
  readonly #name: 'firefox' | 'chromium';
  readonly #random: () => number;
  readonly #last = new Map<string, Asked>();
  /** When each background was killed. */
  readonly #endedAtMs: number[] = [];
  /** Asked about by a click in this step, so that what is known will not do. */
  readonly #clicked = new Set<string>();
  readonly #isUnkind: boolean;
  readonly #done = new Set<() => void>();
  /** Which resolver is chosen, and since when. */
  chosen = { host: new URL(RESOLVER).host, sinceMs: Date.now() };
  /** Fingerprints of the authorities that the background has said to have stored. */
  readonly storedRoots: string[] = [];
  readonly #unheard: FakePopup[] = [];
  #popup: FakePopup | undefined;
  #nextTab = 1;
  #nextRequest = 1;

  /** `isUnkind`: ports die without a word, calls of the browser fail once, events overtake each other, and the user changes settings. */
  constructor(name: 'firefox' | 'chromium', seed: number, { isUnkind = false } = {}) {
    this.#name = name;
    this.#isUnkind = isUnkind;
    this.#random = randomness(seed);
    this.browser = new FakeBrowser(name);
    Object.defineProperty(this.browser, 'nowMs', { get: () => Date.now() });
    this.browser.resolve = (question, type) => this.#resolve(question, type);
    this.browser.changeSettings({ ...(this.browser.settings as object), privateWindows: true });
    const { kill, start } = this.browser;
    this.browser.kill = () => {
      if (this.browser.isRunning) this.#endedAtMs.push(Date.now());
      kill.call(this.browser);
    };
    this.browser.start = () => {
      this.lives++;
      this.livesSinceMs = Date.now();
      this.browser.killAtAwait = Number.POSITIVE_INFINITY;
      start.call(this.browser);
    };
  }

  /** One thing that the user, the network or the browser does, and what follows from it at once; `fresh`: a thing not done before, if there is one. */
  async step({ fresh = false } = {}): Promise<void> {
    this.#clicked.clear();
    if (this.tabs.size === 0) this.#open();
    else this.#anyAction(fresh)();
    await this.browser.settle();
  }

  /** What goes on beside the rest where the browser is unkind. */
  readonly #unkindActions: [number, () => void][] = [
    [6, () => this.#refuseOnce()],
    [3, () => this.#doubleClick()],
    [3, () => this.#loseAPort()],
    [2, () => this.#hearOfLostPorts()],
    [1.5, () => this.#chooseResolver()],
    [1.5, () => this.#expectRoot()],
  ];

  /** Each with how often it happens. */
  readonly #actions: [number, () => void][] = [
    [8, () => this.#open()],
    [40, () => this.#visit()],
    [3, () => this.#clear()],
    [5, () => this.#redirect()],
    [4, () => this.#back()],
    [3, () => this.#download()],
    [3, () => this.#fail()],
    [10, () => this.#see()],
    [8, () => this.#close()],
    [1, () => this.#replace()],
    [3, () => this.browser.kill()],
    [4, () => this.#killSoon()],
    [4, () => this.#changeMood()],
    [1, () => this.#changeNetwork()],
    [4, () => this.look()],
    [3, () => this.#click()],
    [0.2, () => this.#forget()],
  ];

  #open(): void {
    if (this.tabs.size >= MOST_TABS) this.#close();
    const tabId = this.#nextTab++;
    this.tabs.set(tabId, { private: this.#random() < 0.1, host: undefined });
    this.#visit(tabId);
  }

  #visit(tabId = this.#anyTab()): void {
    const host = this.#anyHost(tabId);
    const url = this.#random() < 0.1 ? `https://${host}:8443/` : `https://${host}/`;
    const options = { tabId, connection: this.#connection(), fromCache: this.#random() < 0.1 };
    this.#emit(visit(url, { ...options, requestId: this.#requestId() }));
    this.#shows(tabId, url);
    if (this.#isUnkind && this.#mood === 'slow' && this.#random() < 0.3) setTimeout(() => this.#loseHeart(), 1_000);
    const count = Math.floor(this.#random() * 6);
    for (let at = 0; at < count; at++) this.#see(tabId);
  }

  #clear(): void {
    const tabId = this.#anyTab();
    const url = `http://${this.#anyHost(tabId)}/`;
    this.#emit(visit(url, { tabId, requestId: this.#requestId() }));
    this.#shows(tabId, url);
  }

  #redirect(): void {
    const tabId = this.#anyTab();
    const url = `https://${this.#anyHost(tabId)}/`;
    this.#emit(redirectedVisit(`http://${this.#anyHost(tabId)}/`, url, { tabId }));
    this.#shows(tabId, url);
  }

  /** From the back-forward cache. */
  #back(): void {
    const tabId = this.#anyTab();
    const url = `https://${this.#anyHost(tabId)}/`;
    this.#emit([committed(url, { tabId, historyMove: true })]);
    this.#shows(tabId, url);
  }

  #download(): void {
    const tabId = this.#anyTab();
    const [request, response] = visit(`https://${this.#anyHost(tabId)}/file`, { tabId, requestId: this.#requestId() });
    this.#emit([request, response] as NavigationEvent[]);
  }

  #fail(): void {
    const tabId = this.#anyTab();
    const url = `https://${this.#anyHost(tabId)}/`;
    const requestId = this.#requestId();
    const [request] = visit(url, { tabId, requestId });
    const error = 'net::ERR_CONNECTION_RESET';
    const failed: NavigationEvent = { kind: 'failed', tabId, requestId, error, timeMs: COMMITTED_AT_MS };
    const shown: NavigationEvent =
      this.#name === 'firefox'
        ? committed(url, { tabId })
        : { kind: 'error-page', tabId, url, error, timeMs: COMMITTED_AT_MS };
    this.#emit([request as NavigationEvent, failed, shown]);
    this.#shows(tabId, url);
  }

  #see(tabId = this.#anyTab()): void {
    const topHost = this.tabs.get(tabId)?.host ?? null;
    const told = { tabId, topHost, timeMs: Date.now(), connection: this.#connection() };
    this.browser.see(subresource(this.#anyHost(tabId), told));
  }

  #close(): void {
    const tabId = this.#anyTab();
    this.tabs.delete(tabId);
    this.browser.tabs.delete(tabId);
    this.browser.goneTabs.add(tabId);
    this.#emit([{ kind: 'closed', tabId }]);
    // Firefox may tell of a response after that.
    const [, response] = visit('https://late.example/', { tabId, requestId: this.#requestId() });
    if (this.#random() < 0.3) this.#emit([response as NavigationEvent]);
  }

  #replace(): void {
    const oldTabId = this.#anyTab();
    if (this.#name === 'firefox') return;
    const tabId = this.#nextTab++;
    this.tabs.set(tabId, this.tabs.get(oldTabId) as OpenTab);
    this.browser.tabs.set(tabId, this.browser.tabs.get(oldTabId) ?? { url: null, private: false });
    this.tabs.delete(oldTabId);
    this.browser.tabs.delete(oldTabId);
    this.browser.goneTabs.add(oldTabId);
    this.#emit([{ kind: 'replaced', tabId, oldTabId }]);
  }

  /** At an await that follows, whatever it is. */
  #killSoon(): void {
    this.browser.killAtAwait = this.browser.awaits + 1 + Math.floor(this.#random() * 30);
  }

  #changeMood(): void {
    this.#mood = this.#random() < 0.4 ? 'good' : (ALL_MOODS[Math.floor(this.#random() * ALL_MOODS.length)] as Mood);
    this.browser.isOnline = this.#mood !== 'offline';
  }

  #changeNetwork(): void {
    this.networkChanges++;
    this.browser.isOnline = true;
    if (this.#mood === 'offline') this.#mood = 'good';
    this.browser.changeNetwork();
  }

  look(tabId = this.#anyTab()): FakePopup {
    this.looks++;
    this.#popup?.close();
    this.#popup = this.browser.openPopup();
    this.#popup.ask({ kind: 'watch', tabId });
    return this.#popup;
  }

  #click(): void {
    const tabId = this.#anyTab();
    const popup = this.look(tabId);
    const { host } = this.tabs.get(tabId) as OpenTab;
    if (host !== undefined) for (const name of [host, `_8443._https.${host}`]) this.#clicked.add(name);
    popup.ask({ kind: this.#random() < 0.5 ? 'check-again' : 'ask-second' });
    popup.ask({ kind: 'look-up-hosts' });
  }

  #forget(): void {
    void this.browser.request({ kind: 'clear-session' });
  }

  /** All is well from now on, and what was under way has ended. */
  recover(): void {
    this.#mood = 'good';
    this.browser.isOnline = true;
    this.browser.killAtAwait = Number.POSITIVE_INFINITY;
    this.browser.api.stopFailing();
  }

  #emit(events: NavigationEvent[]): void {
    const inOrder = at(events, Date.now() - COMMITTED_AT_MS);
    for (const event of this.#isUnkind ? this.#overtaken(inOrder) : inOrder) this.browser.emit(event);
  }

  /** Commits and requests come by different ways (Firefox 153): here and there a commit overtakes what was told before it. */
  #overtaken(events: NavigationEvent[]): NavigationEvent[] {
    const commit = events.findIndex(({ kind }) => kind === 'committed');
    if (commit < 1 || this.#random() > 0.15) return events;
    const [committed] = events.splice(commit, 1) as [NavigationEvent];
    events.splice(Math.floor(this.#random() * commit), 0, committed);
    return events;
  }

  #refuseOnce(): void {
    const path = REFUSABLE[Math.floor(this.#random() * REFUSABLE.length)] as string;
    this.browser.api.failNext(path, { times: 1 + Math.floor(this.#random() * 3) });
  }

  /** A popup that is closed before the background is awake. */
  #doubleClick(): void {
    if (this.#random() < 0.5) this.browser.kill();
    const popup = this.browser.openPopup();
    popup.ask({ kind: 'watch', tabId: this.#anyTab() });
    popup.close({ unheard: this.#random() < 0.5 });
    this.#unheard.push(popup);
  }

  #loseAPort(): void {
    const popup = this.look();
    popup.close({ unheard: true });
    this.#unheard.push(popup);
    this.#popup = undefined;
  }

  #hearOfLostPorts(): void {
    for (const popup of this.#unheard.splice(0)) popup.hear();
  }

  #chooseResolver(): void {
    // Who cannot read what was chosen goes by what was read before.
    for (const path of ['storage.local.get', 'storage.managed.get']) this.browser.api.stopFailing(path);
    const host = this.chosen.host === 'other.example' ? new URL(RESOLVER).host : 'other.example';
    this.chosen = { host, sinceMs: Date.now() };
    const resolver = { kind: 'custom', template: `https://${host}/dns-query` };
    this.browser.changeSettings({ ...(this.browser.settings as object), resolver });
  }

  /** A resolver that keeps the user waiting is given up for one that does not. */
  #loseHeart(): void {
    this.#mood = 'good';
    this.#chooseResolver();
  }

  #expectRoot(): void {
    const sha256 = this.storedRoots.length.toString(16).padStart(2, '0').repeat(32).slice(0, 64);
    const stored = this.browser.request({ kind: 'expect-root', sha256, label: 'Office' });
    stored?.then(
      (isStored) => isStored === true && this.storedRoots.push(sha256),
      () => {},
    );
  }

  #shows(tabId: number, url: string): void {
    const tab = this.tabs.get(tabId) as OpenTab;
    tab.host = new URL(url).hostname;
    this.browser.tabs.set(tabId, { url, private: tab.private });
  }

  #anyTab(): number {
    const ids = [...this.tabs.keys()];
    return ids[Math.floor(this.#random() * ids.length)] as number;
  }

  /** Some far more often than others. Names that begin with `secret` are visited in private windows alone. */
  #anyHost(tabId: number): string {
    const number = Math.floor(this.#random() ** 3 * SITES);
    return `${this.tabs.get(tabId)?.private ? 'secret' : 'site'}-${number}.example`;
  }

  #requestId(): string {
    return `b${this.#nextRequest++}`;
  }

  #connection() {
    return this.#name === 'firefox' ? connection({ usedEch: this.#random() < 0.5 }) : chromeConnection();
  }

  #anyAction(fresh: boolean): () => void {
    const undone = this.#allActions.filter(([, action]) => !this.#done.has(action));
    const actions = fresh && undone.length > 0 ? undone : this.#allActions;
    let left = this.#random() * actions.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, action] of actions) {
      left -= weight;
      if (left < 0) {
        this.#done.add(action);
        return action;
      }
    }
    return () => {};
  }

  get #allActions(): [number, () => void][] {
    return this.#isUnkind ? [...this.#actions, ...this.#unkindActions] : this.#actions;
  }

  /** How many of the things that can happen have not happened yet. */
  get leftUndone(): number {
    return this.#allActions.length - this.#done.size;
  }

  async #resolve(name: string, type: number): Promise<Response> {
    const mood = this.#mood;
    // What a second resolver says is kept with the page alone.
    if (type === 65 && this.browser.asked.at(-1) === RESOLVER) this.#count(name, mood);
    else if (type !== 65) this.canaryQuestions++;
    switch (mood) {
      case 'good':
        return answer(name, type, TTL_SECONDS);
      case 'slow':
        await new Promise((done) => setTimeout(done, MOODS.slow.endsAfterMs));
        return answer(name, type, TTL_SECONDS);
      case 'silent':
        return new Promise<never>(() => {});
      case 'byte by byte':
        return byteByByte(new Uint8Array(await answer(name, type).arrayBuffer()));
      case 'too busy':
        return new Response('', { status: 429, headers: { 'retry-after': '60' } });
      case 'garbage':
        return dnsResponse(messageOf({ name }).slice(0, 20));
      case 'cut':
        return new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('cut')) }), {
          headers: { 'content-type': 'application/dns-message' },
        });
      default:
        throw new TypeError('Failed to fetch');
    }
  }

  #count(name: string, mood: Mood): void {
    if (name.includes('secret')) return;
    const now = Date.now();
    const before = this.#last.get(name);
    const isKnown =
      before !== undefined &&
      now < before.keptUntilMs &&
      // Its background lived to hear what came of it.
      (this.#endedAtMs[before.life - 1] ?? Number.POSITIVE_INFINITY) > before.endsAtMs;
    if (isKnown && !this.#clicked.has(name)) this.askedTwice.push(`${name} at ${now}`);
    const endsAtMs = now + MOODS[mood].endsAfterMs;
    // A failure says nothing about what is known.
    if (isKnown && MOODS[mood].keptMs < TTL_SECONDS * 1_000 && endsAtMs < before.keptUntilMs) return;
    this.#last.set(name, { endsAtMs, keptUntilMs: endsAtMs + MOODS[mood].keptMs, life: this.lives });
  }
}

function byteByByte(bytes: Uint8Array): Response {
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      await new Promise((done) => setTimeout(done, 1_000));
      stream.enqueue(bytes.subarray(next, ++next));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/dns-message' } });
}

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
