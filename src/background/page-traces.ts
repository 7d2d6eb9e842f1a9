// Measures pages in Chrome by asking their own servers (src/platform/page-trace.ts). The site and its provider can notice that, so it
// happens on a click; or, where the user chose to measure every such page, at a limited rate and never in a private window.

import { readTrace } from '../network/trace.ts';
import { isExcluded } from '../shared/managed.ts';
import type { Environment, LoggedQueries, SessionStorage } from '../shared/ports.ts';
import { registrableDomain } from '../shared/site-name.ts';
import type { TraceFacts } from '../shared/trace.ts';
import { cameBack } from './left-pages.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Conclusion, Publisher } from './publisher.ts';
import type { Suffixes } from './suffixes.ts';
import { isKnownNotPrivate, type Page } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

/** Past this age the page's connection may have been replaced: over QUIC Chromium closes an idle one after 30 seconds. */
const MAX_AGE_MS = 30_000;
const TOO_LATE: TraceFacts = { state: 'failed', why: 'too-late' };

/** Without a click, for each registrable domain, and in all. */
const SITE_EVERY_MS = 300_000;
const MAX_A_MINUTE = 10;
const MINUTE_MS = 60_000;

const KEY = 'trace-times';

/** When which site was asked without a click, Unix milliseconds. */
type Times = [domain: string, atMs: number][];

interface Parts {
  platform: Environment & Pick<LoggedQueries, 'traceTabFor'>;
  storage: SessionStorage;
  settings: LiveSettings;
  tabs: TabStore;
  suffixes: Suffixes;
  publisher: Publisher;
}

export class PageTraces {
  readonly #parts: Parts;
  #times: Times = [];
  /** By tab, until it is known which site a host belongs to. */
  readonly #waiting = new Map<number, Conclusion>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.publisher.concluded.listen((conclusion) => this.#concluded(conclusion));
    parts.suffixes.changed.listen(() => {
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const conclusion of waiting) this.#concluded(conclusion);
    });
  }

  restore(stored: Record<string, unknown>): void {
    this.#times = (stored[KEY] as Times | undefined) ?? [];
    // What an earlier background had begun ended with it.
    for (const { tabId, page } of this.#parts.tabs.all())
      if (page?.found.trace?.state === 'running') this.#show(tabId, page.facts.navigationId, null);
  }

  /** On the user's click. False where only a new request can still find out. */
  async measure(tabId: number, navigationId: string): Promise<boolean> {
    const page = this.#pageOf(tabId, navigationId);
    if (page === null || page.found.trace?.state === 'running') return true;
    // Chosen, or decided by policy, since the popup was painted.
    const { measurePages, managed } = this.#parts.settings.current;
    if (measurePages === 'never' || managed.isAwaited) return true;
    if (this.#isLate(page)) this.#show(tabId, navigationId, TOO_LATE);
    else await this.#ask(page);
    return page.facts.private || this.#pageOf(tabId, navigationId)?.found.trace !== TOO_LATE;
  }

  #concluded({ page, report }: Conclusion): void {
    const { now } = this.#parts.platform;
    const { isKnown, measurePages, managed } = this.#parts.settings.current;
    const { tabId, host } = page.facts;
    const isWanted =
      measurePages === 'automatic' &&
      isKnown &&
      !managed.isAwaited &&
      isKnownNotPrivate(page) &&
      page.found.trace === null &&
      report.actions.some(({ kind }) => kind === 'trace') &&
      !isExcluded(host, managed.neverAsk) &&
      !this.#isLate(page);
    if (!isWanted || this.#parts.tabs.get(tabId).page !== page) return;
    const domain = this.#parts.suffixes.whenKnown((list) => registrableDomain(host, list));
    if (domain === null) {
      this.#waiting.set(tabId, { page, report });
      return;
    }
    const times = this.#times.filter(([, atMs]) => Math.abs(now() - atMs) < SITE_EVERY_MS);
    const inLastMinute = times.filter(([, atMs]) => Math.abs(now() - atMs) < MINUTE_MS);
    if (times.some(([asked]) => asked === domain) || inLastMinute.length >= MAX_A_MINUTE) return;
    this.#times = [...times, [domain, now()]];
    void this.#parts.storage.put({ [KEY]: this.#times });
    void this.#ask(page);
  }

  /** While a page was away, another one may have opened another connection to its site. */
  #isLate = (page: Page): boolean =>
    cameBack(page) || Math.abs(this.#parts.platform.now() - page.committedAtMs) > MAX_AGE_MS;

  async #ask(page: Page): Promise<void> {
    const { facts, connection, committedAtMs } = page;
    const { tabId, navigationId, host, port, private: isPrivate } = facts;
    const traceTab = this.#parts.platform.traceTabFor?.({ private: isPrivate });
    if (!traceTab) return;
    this.#show(tabId, navigationId, { state: 'running' });
    const reply = await traceTab(tabId, { host, port, askBeforeMs: committedAtMs + MAX_AGE_MS });
    const usedEch = reply.ok ? readTrace(reply.value, { host, address: connection?.address ?? null }) : reply;
    // A page that was left meanwhile and came back waits for no answer: it may be about the page that was shown in between.
    if (this.#pageOf(tabId, navigationId)?.found.trace?.state !== 'running') return;
    if (usedEch.ok) this.#show(tabId, navigationId, { state: 'answered', usedEch: usedEch.value });
    else if (usedEch.error === 'not-loaded' && this.#isLate(page)) this.#show(tabId, navigationId, TOO_LATE);
    else this.#show(tabId, navigationId, { state: 'failed', why: usedEch.error });
  }

  #pageOf(tabId: number, navigationId: string): Page | null {
    const { page } = this.#parts.tabs.get(tabId);
    return page?.facts.navigationId === navigationId ? page : null;
  }

  #show(tabId: number, navigationId: string, trace: TraceFacts | null): void {
    this.#parts.tabs.changePage(tabId, navigationId, (page) => ({ ...page, found: { ...page.found, trace } }));
  }
}
