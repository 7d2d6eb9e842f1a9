// The hosts of each page: in memory for as long as the background lives, and in storage.session as one small entry a host, so that
// of thousands of requests to known hosts nothing but their number is written, once a second.

import { concernsVerdict } from '../assess/visit-reading.ts';
import type { HostPrediction, Observation, Transport, Visit } from '../shared/facts.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { isSameSite } from '../shared/site-name.ts';
import { Announcer } from './announcer.ts';
import type { LiveSettings } from './live-settings.ts';
import {
  afterSubresource,
  belongsTo,
  type HostRecord,
  isTelling,
  isToBeLookedUp,
  isWorse,
  mildnessOf,
  pagesOf,
} from './page-hosts.ts';
import type { PageStorage } from './page-writes.ts';
import type { Suffixes } from './suffixes.ts';
import { nextNavigationId, type Page, pagesIn, type TabRecord } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';
import { counted, NO_REQUESTS } from './transport.ts';

/** A page may go on for ever; beyond so many hosts of other sites it is only said that there are more. */
const MAX_STRANGERS = 300;

/** Of the page's own site, beside those: each new one may lead to another verdict, which takes time. */
const MAX_SITE_NAMES = 64;

/** Of all pages together, half of what storage.session takes; beyond it a page has its first hosts still. */
const MAX_ALL_HOSTS = 5_000;
const FIRST_HOSTS = 50;

const PREFIX = 'host:';
/** No host has an empty name: that entry has what is known of the list. */
const keyOf = (navigationId: string, host = ''): string => `${PREFIX}${navigationId}:${host}`;

/** Something new is known of a page's hosts. */
export interface HostChange {
  navigationId: string;
  /** The host that it is about; null for the list as a whole. */
  record: HostRecord | null;
}

type ListFacts = Pick<Visit, 'isCapped' | 'lookUp' | 'own'>;

interface HostList {
  records: Map<string, HostRecord>;
  facts: ListFacts;
  /** As it was last handed out: the same facts are the same object. */
  snapshot: Visit | null;
  /** Those of that snapshot. */
  hops: Observation[] | null;
}

const newList = (): HostList => ({
  records: new Map(),
  facts: { isCapped: false, lookUp: 'not-asked', own: NO_REQUESTS },
  snapshot: null,
  hops: null,
});

/** Of the pages that it shows and has left, and of the one that may be on its way. */
const navigationsOf = (tab: TabRecord): string[] => [
  ...pagesIn(tab).map(({ facts }) => facts.navigationId),
  nextNavigationId(tab),
];

export class HostStore {
  readonly changed = new Announcer<HostChange>();
  /** Only the number of requests to a host changed, which may be hundreds. */
  readonly counted = new Announcer<Pick<HostChange, 'navigationId'>>();
  readonly #storage: PageStorage;
  readonly #tabs: TabStore;
  readonly #suffixes: Suffixes;
  readonly #settings: Pick<LiveSettings, 'current'>;
  /** By navigation. */
  readonly #lists = new Map<string, HostList>();

  constructor(storage: PageStorage, tabs: TabStore, suffixes: Suffixes, settings: Pick<LiveSettings, 'current'>) {
    this.#storage = storage;
    this.#tabs = tabs;
    this.#suffixes = suffixes;
    this.#settings = settings;
    tabs.closed.listen((tab) => this.#forgetTab(tab));
    tabs.moved.listen(({ replaced, left }) => {
      this.#forgetTab(replaced);
      this.forgetPages(left);
    });
  }

  /** What an earlier background left of pages that there still are: the tabs are restored before. Only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    const live = new Set(this.#tabs.all().flatMap(navigationsOf));
    const dead: string[] = [];
    const records: [string, HostRecord][] = [];
    for (const [key, value] of Object.entries(stored)) {
      if (!key.startsWith(PREFIX)) continue;
      const navigationId = key.slice(PREFIX.length, key.indexOf(':', PREFIX.length));
      if (!live.has(navigationId)) dead.push(key);
      else if (key === keyOf(navigationId)) this.#list(navigationId).facts = value as ListFacts;
      else records.push([navigationId, value as HostRecord]);
    }
    records.sort(([, one], [, other]) => one.firstSeenMs - other.firstSeenMs);
    for (const [navigationId, record] of records) this.#list(navigationId).records.set(record.host, record);
    if (dead.length > 0) void this.#storage.remove(dead);
  }

  visitOf({ facts: { navigationId, arrival, wasInterrupted }, wasPrerendered, hops }: Page): Visit {
    const list = this.#list(navigationId);
    // What such a page reached before it was shown was not reported, nor what reader mode loads (Firefox 153).
    const isUnseen =
      wasPrerendered || wasInterrupted || ['predates-extension', 'back-forward-cache', 'unreported'].includes(arrival);
    const isCapped = list.facts.isCapped || isUnseen;
    if (list.snapshot?.isCapped !== isCapped || list.hops !== hops) {
      const observations = [...hops, ...list.records.values()];
      list.snapshot = { ...list.facts, observations, isCapped };
      list.hops = hops;
    }
    return list.snapshot;
  }

  records(navigationId: string): HostRecord[] {
    return [...(this.#lists.get(navigationId)?.records.values() ?? [])];
  }

  record(tab: TabRecord, response: SubresourceResponse, nowMs: number): void {
    for (const { navigationId, host } of pagesOf(tab, response, nowMs)) {
      if (response.host === host) this.#countOwn(navigationId, response);
      if (isTelling(response, host)) this.#record(navigationId, response, host);
    }
  }

  #countOwn(navigationId: string, response: SubresourceResponse): void {
    const list = this.#list(navigationId);
    list.facts = { ...list.facts, own: counted(list.facts.own, response) };
    list.snapshot = null;
    this.#putSoon(navigationId, { [keyOf(navigationId)]: list.facts });
    this.counted.announce({ navigationId });
  }

  #record(navigationId: string, response: SubresourceResponse, pageHost: string): void {
    const list = this.#list(navigationId);
    const known = list.records.get(response.host);
    const record = afterSubresource(known, response);
    if (record === known) this.#countOne(navigationId, known, response);
    else if (known !== undefined || this.#makeRoom(navigationId, record, pageHost))
      this.#put(navigationId, record, {
        atOnce: this.#isBadNews(known, record, pageHost),
      });
  }

  /** For the verdict of the page. An authority that the user expects stands behind every connection, and changes none. */
  #isBadNews(known: HostRecord | undefined, record: HostRecord, pageHost: string): boolean {
    const isExpected = this.#settings.current.expectedRoots.some(({ sha256 }) => sha256 === record.addedRoot?.sha256);
    const judged = isExpected ? { ...record, addedRoot: null } : record;
    return concernsVerdict(judged, pageHost, this.#suffixes.list) && isWorse(known, judged);
  }

  #countOne(navigationId: string, known: HostRecord, response: SubresourceResponse): void {
    if (response.fromCache) return;
    const list = this.#list(navigationId);
    const record = { ...known, ...counted(known, response) };
    list.records.set(known.host, record);
    list.snapshot = null;
    this.#putSoon(navigationId, { [keyOf(navigationId, known.host)]: record });
    this.counted.announce({ navigationId });
  }

  /** For one host more. The verdict is exact though the list is not: what it depends on takes the place of what is milder. */
  #makeRoom(navigationId: string, record: HostRecord, pageHost: string): boolean {
    const { records, facts } = this.#list(navigationId);
    const isSiteName = ({ host }: HostRecord): boolean => isSameSite(host, pageHost, this.#suffixes.list);
    const isOne = isSiteName(record);
    const most = isOne ? MAX_SITE_NAMES : this.#mostStrangers();
    if (records.size < most) return true;
    const alike = [...records.values()].filter((one) => isSiteName(one) === isOne);
    if (alike.length < most) return true;
    if (!facts.isCapped) this.#change(navigationId, { isCapped: true });
    // Of a stranger nothing else leads to another verdict.
    const mildness = (one: HostRecord): number => (isOne || one.addedRoot !== null ? mildnessOf(one) : 0);
    const [mildest] = alike.sort((one, other) => mildness(other) - mildness(one));
    if (mildest === undefined || mildness(mildest) <= mildness(record)) return false;
    records.delete(mildest.host);
    void this.#storage.remove([keyOf(navigationId, mildest.host)]);
    return true;
  }

  #mostStrangers(): number {
    let all = 0;
    for (const { records } of this.#lists.values()) all += records.size;
    return all < MAX_ALL_HOSTS ? MAX_STRANGERS : FIRST_HOSTS;
  }

  /**
   * The tab shows another page than before: of what was recorded for either while it came, each keeps its own. One that comes back keeps
   * all that it had.
   */
  showPage(before: TabRecord, after: TabRecord, nowMs: number): void {
    const { page } = after;
    if (page === null) return;
    const { navigationId } = page.facts;
    const kept = new Set(navigationsOf(after));
    const gone = pagesIn(before).filter(({ facts }) => !kept.has(facts.navigationId));
    const keys = gone.flatMap(({ facts }) => this.#forget(facts.navigationId));
    this.#putSoon(navigationId, Object.fromEntries(keys.map((key) => [key, undefined])));
    const leftId = before.page?.facts.navigationId;
    if (leftId !== undefined && page.shownSinceMs <= nowMs)
      this.#drop(
        leftId,
        ({ firstSeenMs, changedUnderHost }) =>
          firstSeenMs >= page.shownSinceMs && [page.facts.host, null].includes(changedUnderHost),
      );
    if (before.left.some((one) => one.page.facts.navigationId === navigationId)) return;
    this.#drop(
      navigationId,
      (one) => !belongsTo(page, { topHost: one.changedUnderHost, timeMs: one.changedAtMs }, nowMs),
    );
    const list = this.#lists.get(navigationId);
    if (list === undefined || list.facts.own.requests === 0) return;
    // Nobody can tell which of them came before.
    list.snapshot = null;
    list.facts = { ...list.facts, own: NO_REQUESTS };
    this.#putSoon(navigationId, { [keyOf(navigationId)]: list.facts });
  }

  #drop(navigationId: string, isOver: (record: HostRecord) => boolean): void {
    const list = this.#lists.get(navigationId);
    if (list === undefined) return;
    const over = [...list.records.values()].filter(isOver);
    if (over.length === 0) return;
    for (const { host } of over) list.records.delete(host);
    this.#putSoon(navigationId, Object.fromEntries(over.map(({ host }) => [keyOf(navigationId, host), undefined])));
    list.snapshot = null;
  }

  #forgetTab(tab: TabRecord): void {
    this.#forgetAll(navigationsOf(tab));
  }

  forgetPages(pages: Page[]): void {
    this.#forgetAll(pages.map(({ facts }) => facts.navigationId));
  }

  #forgetAll(navigationIds: string[]): void {
    const keys = navigationIds.flatMap((navigationId) => this.#forget(navigationId));
    if (keys.length > 0) void this.#storage.remove(keys);
  }

  /** Returns the keys of what may be stored of it. */
  #forget(navigationId: string): string[] {
    const list = this.#lists.get(navigationId);
    this.#lists.delete(navigationId);
    return list === undefined ? [] : [...list.records.keys(), ''].map((host) => keyOf(navigationId, host));
  }

  /** The first hosts for which a lookup could add anything. */
  toLookUp(navigationId: string, most: number): HostRecord[] {
    const records = this.records(navigationId);
    const asked = records.filter(({ prediction }) => prediction !== null).length;
    return records.filter(isToBeLookedUp).slice(0, Math.max(0, most - asked));
  }

  lookUpState(navigationId: string): Visit['lookUp'] {
    return this.#lists.get(navigationId)?.facts.lookUp ?? 'not-asked';
  }

  setLookUpState(navigationId: string, lookUp: Visit['lookUp']): void {
    this.#change(navigationId, { lookUp });
  }

  /** Their connections were measured after all, request by request. */
  dropUnreported(navigationId: string, hosts: string[]): void {
    const { records } = this.#list(navigationId);
    for (const host of new Set(hosts)) {
      const record = records.get(host);
      if (record === undefined) continue;
      const isReported = (way: Transport) => way !== 'unreported' && way !== 'cached';
      const { transports, networkTransports } = record;
      this.#put(navigationId, {
        ...record,
        transports: transports.filter(isReported),
        networkTransports: networkTransports.filter(isReported),
      });
    }
  }

  /** Dropped where the page is gone, or where the host was meanwhile seen to be past predicting. */
  predict(navigationId: string, host: string, prediction: HostPrediction): void {
    const record = this.#lists.get(navigationId)?.records.get(host);
    if (record?.prediction === null) this.#put(navigationId, { ...record, prediction });
  }

  #list(navigationId: string): HostList {
    const list = this.#lists.get(navigationId) ?? newList();
    this.#lists.set(navigationId, list);
    return list;
  }

  #change(navigationId: string, change: Partial<ListFacts>): void {
    const list = this.#lists.get(navigationId);
    if (list === undefined) return;
    list.facts = { ...list.facts, ...change };
    list.snapshot = null;
    this.#putSoon(navigationId, { [keyOf(navigationId)]: list.facts });
    this.changed.announce({ navigationId, record: null });
  }

  #put(navigationId: string, record: HostRecord, options: { atOnce?: boolean } = {}): void {
    const list = this.#list(navigationId);
    list.snapshot = null;
    list.records.set(record.host, record);
    this.#putSoon(navigationId, { [keyOf(navigationId, record.host)]: record }, options);
    this.changed.announce({ navigationId, record });
  }

  /** A tab that took the place of another shows its page under the name that it had (Chrome). */
  #putSoon(navigationId: string, entries: Record<string, unknown>, options: { atOnce?: boolean } = {}): void {
    const page = this.#tabs.pageOf(navigationId) ?? this.#tabs.leftPageOf(navigationId);
    const tabId = page?.facts.tabId ?? Number(navigationId.split('.')[0]);
    this.#storage.putSoon(tabId, entries, options);
  }
}
